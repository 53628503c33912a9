using Mainstay.Core.Topology;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Endpoints;

/// <summary>An endpoint's connection to the published primary: it belongs to one process and one term.</summary>
internal sealed class UpstreamConnection(NodeConnection connection, PrimaryIdentity identity, ulong term)
{
    public NodeConnection Connection { get; } = connection;

    public PrimaryIdentity Identity { get; } = identity;

    public ulong Term { get; } = term;

    /// <summary>The process there said of itself what was published of it.</summary>
    public bool Verified { get; set; }

    /// <summary>Sent and unanswered.</summary>
    public HashSet<ClientWrite> InFlight { get; } = [];
}
