using Mainstay.Core.Topology;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>What changed in a group from one topology to the next, in words. Pure but for the durations it is given.</summary>
internal sealed class GroupStory(string name)
{
    private GroupTopology? _last;
    private long? _holding;
    private long? _broken;

    public IEnumerable<string> Next(GroupTopology now, long timestamp, TimeProvider time)
    {
        var lines = new List<string>();
        var before = _last;
        _last = now;
        var served = before is { Primary: not null };
        var serves = now.Primary is not null;
        if (served && !serves) _holding = timestamp;

        // 1. Who leads.
        if (before is not null && serves && (!served || now.Term != before.Term))
        {
            var held = _holding is { } since ? $"; endpoints held commands for {StoryTime.Of(time.GetElapsedTime(since, timestamp))}" : "";
            lines.Add($"{name}: term {now.Term}: {now.Primary!.Node} leads{held}");
            _holding = null;
        }

        // 2. A standstill without an end in sight.
        if (before is not null && before.State != now.State && now.State == GroupState.NoPrimary) lines.Add($"{name}: no primary: commands are held, then refused");

        // 3. Nodes, and when all is well again.
        foreach (var node in now.Nodes)
            if (before?.Node(node.Name) is { } was && IsNews(was.Health, node.Health))
                lines.Add($"{name}: {node.Name} is {Word.Of(node.Health)}");
        var whole = (now.State is GroupState.Serving or GroupState.Paused) && now.Nodes.All(node => node.Health == NodeHealth.Online && node.Role == (node.Name == now.Primary?.Node ? NodeRole.Primary : NodeRole.Replica));
        if (!whole) _broken ??= timestamp;
        else if (_broken is { } since)
        {
            if (before is not null) lines.Add($"{name}: whole again after {StoryTime.Of(time.GetElapsedTime(since, timestamp))}: {now.Primary!.Node} leads, {now.Nodes.Length - 1} replicas online");
            _broken = null;
        }

        return lines;
    }

    private static bool IsNews(NodeHealth was, NodeHealth now) => now != was && now is (NodeHealth.Silent or NodeHealth.Down or NodeHealth.Replaced);
}
