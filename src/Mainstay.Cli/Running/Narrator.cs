using System.Collections.Immutable;
using Mainstay.Cli.Logging;
using Mainstay.Server.Control;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>
/// Tells what happens to groups in lines that a person understands at a glance: how long commands were held, which node is down, and when a
/// group is whole again. The decisions and their reasons come from the controller's log beside it. What led to the first screen is on it.
/// </summary>
internal sealed class Narrator(TextWriter writer, TimeProvider time, RunStage stage)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GroupStory> _stories = [];

    /// <summary>Listens from now on.</summary>
    public void Follow(ImmutableArray<WebGroup> groups)
    {
        foreach (var group in groups)
        {
            _stories[group.Spec.Name] = new GroupStory(group.Spec.Name);
            group.Controller.Changed += Tell;
        }
    }

    private void Tell(GroupStatus status)
    {
        lock (_gate)
        {
            foreach (var line in _stories[status.Topology.Group].Next(status.Topology, time.GetTimestamp(), time))
                if (stage.Now == Stage.Running) TerminalLine.Write(writer, time, line);
        }
    }
}
