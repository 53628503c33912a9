using Mainstay.Core.Topology;

namespace Mainstay.Server.Control;

/// <summary>A node that an operator wants in a group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it is; null for what the configuration says, or for the next free port where we start it.</param>
/// <param name="Managed">Whether the daemon starts it; null for what the configuration says, else yes.</param>
/// <param name="Priority">See <see cref="Core.Configuration.NodeSpec.Priority"/>; null for what the configuration says, else 100.</param>
/// <param name="DiscardData">What an unmanaged node holds may be overwritten.</param>
public sealed record Newcomer(string Name, NodeAddress? Address, bool? Managed, int? Priority, bool DiscardData);
