using Mainstay.Core.Topology;

namespace Mainstay.Core.Clusters;

/// <summary>
/// What a <see cref="ClusterMachine"/> wants done. Orders on nodes come after the snapshot by which they are not used, and wait until all go by it. Each action on a node has its result told, and a node has at most one of each kind under way.
/// </summary>
public abstract record ClusterAction
{
    private ClusterAction()
    {
    }

    /// <summary>Start a managed node's process.</summary>
    public sealed record StartNode(string Node) : ClusterAction;

    /// <summary>
    /// End a managed node's process by SIGKILL. <paramref name="ForGood"/>: it left the cluster, and nobody asks for the result; begun once all go by the
    /// snapshot before it.
    /// </summary>
    public sealed record KillNode(string Node, bool ForGood = false) : ClusterAction;

    /// <summary>Empty a node, over a connection of its own.</summary>
    public sealed record FlushNode(string Node) : ClusterAction;

    /// <summary>Tell endpoints and clients of a new snapshot.</summary>
    public sealed record Publish(ClusterTopology Topology) : ClusterAction;

    /// <summary>Write down what the next daemon must know; begun before the snapshot that follows it is told.</summary>
    public sealed record Persist(ClusterState State) : ClusterAction;

    /// <summary>Why something was decided, for people.</summary>
    public sealed record Explain(string Text) : ClusterAction;
}
