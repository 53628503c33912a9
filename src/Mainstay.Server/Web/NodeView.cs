namespace Mainstay.Server.Web;

/// <summary>One node in <c>/v1/status</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The node endpoint, <c>host:port</c>.</param>
/// <param name="Role">primary, replica, unknown.</param>
/// <param name="Health">online, syncing, lagging, silent, down, replaced.</param>
/// <param name="Offset">Replication offset in bytes; null when it does not answer.</param>
/// <param name="LagBytes">Bytes behind the primary; null when either is unknown.</param>
public sealed record NodeView(string Name, string Address, string Role, string Health, long? Offset, long? LagBytes);
