using System.Collections.Immutable;
using Mainstay.Cli.Logging;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>
/// Tells what happens to groups and clusters in lines that a person understands at a glance: how long commands were held, which node is down, and when a
/// group is whole again. The decisions and their reasons come from the controller's log beside it. What led to the first screen is on it.
/// </summary>
internal sealed class Narrator(TextWriter writer, TimeProvider time, RunStage stage)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GroupStory> _stories = [];
    private readonly Dictionary<string, ClusterStory> _clusters = [];

    /// <summary>Listens from now on.</summary>
    public void Follow(ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters)
    {
        foreach (var group in groups)
        {
            _stories[group.Spec.Name] = new GroupStory(group.Spec.Name);
            group.Controller.Changed += Tell;
        }

        foreach (var cluster in clusters)
        {
            _clusters[cluster.Spec.Name] = new ClusterStory(cluster.Spec.Name);
            cluster.Controller.Published += Tell;
        }
    }

    private void Tell(GroupStatus status)
    {
        lock (_gate) Write(_stories[status.Topology.Group].Next(status.Topology, time.GetTimestamp(), time));
    }

    private void Tell(ClusterTopology topology)
    {
        lock (_gate) Write(_clusters[topology.Cluster].Next(topology, time.GetTimestamp(), time));
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (stage.Now == Stage.Running) TerminalLine.Write(writer, time, line);
    }
}
