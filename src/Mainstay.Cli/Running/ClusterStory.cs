using Mainstay.Core.Topology;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>What changed in a memcached cluster from one topology to the next, in words. Pure but for the durations it is given.</summary>
internal sealed class ClusterStory(string name)
{
    private ClusterTopology? _last;
    private long? _broken;

    public IEnumerable<string> Next(ClusterTopology now, long timestamp, TimeProvider time)
    {
        var lines = new List<string>();
        var before = _last;
        _last = now;
        foreach (var node in now.Nodes)
        {
            if (before?.Node(node.Name) is not { } was) continue;
            if (was.Serves && !node.Serves) lines.Add($"{name}: {node.Name} is {Word.Of(node.Health)}");
            else if (was.Serves && node.Life != was.Life) lines.Add($"{name}: {node.Name} was started again, empty");
        }

        if (now.Nodes.Any(node => !node.Serves)) _broken ??= timestamp;
        else if (_broken is { } since)
        {
            if (before is not null) lines.Add($"{name}: whole again after {StoryTime.Of(time.GetElapsedTime(since, timestamp))}: {now.Nodes.Length} nodes serve");
            _broken = null;
        }

        return lines;
    }
}
