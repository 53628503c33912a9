namespace Mainstay.Server.Web;

/// <summary>One node of a cluster in <c>/v1/status</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The node endpoint, <c>host:port</c>.</param>
/// <param name="Health">online, syncing, silent, down, replaced.</param>
public sealed record ClusterNodeView(string Name, string Address, string Health);
