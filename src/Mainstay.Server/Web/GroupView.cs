using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>One group in <c>/v1/status</c>, and the data of a <c>topology</c> event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Engine">redis, valkey.</param>
/// <param name="Term">Grows by one at every change of primary.</param>
/// <param name="Revision">Grows at every other change of the topology within a term.</param>
/// <param name="State">starting, serving, switching, failing-over, no-primary, paused.</param>
/// <param name="Primary">The published primary's name; null while there is none.</param>
/// <param name="Durability">async, sync.</param>
/// <param name="Nodes">All members, in the order of the configuration.</param>
/// <param name="Endpoints">Its stable addresses.</param>
public sealed record GroupView(
    string Name,
    string Engine,
    ulong Term,
    ulong Revision,
    string State,
    string? Primary,
    string Durability,
    ImmutableArray<NodeView> Nodes,
    ImmutableArray<EndpointView> Endpoints)
{
    /// <summary>Whether it serves and every node is what it should be: one primary, all others replicas, all online.</summary>
    public bool IsWhole() =>
        State == "serving" && Nodes.All(node => node.Health == "online" && node.Role == (node.Name == Primary ? "primary" : "replica"));
}
