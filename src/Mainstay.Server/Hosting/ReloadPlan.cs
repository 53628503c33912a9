using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Hosting;

/// <summary>What of a changed configuration only a new start puts into force. Pure.</summary>
internal static class ReloadPlan
{
    /// <summary>Each such difference, for people.</summary>
    public static ImmutableArray<string> NeedsRestart(DaemonSpec now, DaemonSpec next)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        void Differs<T>(string key, T a, T b)
        {
            if (!EqualityComparer<T>.Default.Equals(a, b)) left.Add($"{key} needs a restart of the daemon");
        }

        Differs("name", now.Name, next.Name);
        Differs("data", now.Data, next.Data);
        Differs("web", now.Web, next.Web);
        Differs("backups", now.Backups, next.Backups);
        if (!SameDns(now.Dns, next.Dns)) left.Add("dns needs a restart of the daemon");
        foreach (var group in now.Groups.Where(group => next.Groups.All(one => one.Name != group.Name))) left.Add($"group {group.Name} is gone from the file: it goes on until the daemon is started again");
        var tls = false;
        foreach (var group in next.Groups)
        {
            if (now.Groups.FirstOrDefault(one => one.Name == group.Name) is not { } before)
            {
                left.Add($"group {group.Name} is new: it begins when the daemon is started again");
                continue;
            }

            tls |= before.Tls != group.Tls;
            var key = $"groups.{group.Name}";
            Differs($"{key}.engine", before.Engine, group.Engine);
            Differs($"{key}.persistence", before.Persistence, group.Persistence);
            Differs($"{key}'s account", before.Access, group.Access);
            Differs($"{key}.failover.detect", before.Detect, group.Detect);
            Differs($"{key}.upstream", before.Upstream, group.Upstream);
            Differs($"{key}.node_tls", before.NodeTls, group.NodeTls);
            if (!before.ProxyProtocol.SequenceEqual(group.ProxyProtocol)) left.Add($"{key}.proxy_protocol needs a restart of the daemon");
            if (!before.Endpoints.SequenceEqual(group.Endpoints)) left.Add($"{key}.endpoints need a restart of the daemon");
            AddNodes(left, before, group);
        }

        if (tls) left.Add("tls needs a restart of the daemon; what is in its files does not");
        return left.ToImmutable();
    }

    private static bool SameDns(DnsSpec? now, DnsSpec? next) =>
        now is null || next is null ? now == next : now.Listen.SequenceEqual(next.Listen) && now == next with { Listen = now.Listen };

    private static void AddNodes(ImmutableArray<string>.Builder left, GroupSpec before, GroupSpec group)
    {
        foreach (var node in group.Nodes)
        {
            var known = before.Nodes.FirstOrDefault(one => one.Name == node.Name);
            if (known is null) left.Add($"{node.Name} is new in the file: take it in with `node add {group.Name} {node.Name}` after a restart of the daemon, or with its --address now");
            else if (known != node) left.Add($"groups.{group.Name}.nodes.{node.Name} needs a restart of the daemon");
        }

        foreach (var gone in before.Nodes.Where(node => group.Nodes.All(one => one.Name != node.Name)))
            left.Add($"{gone.Name} is gone from the file: take it out with `node remove {group.Name} {gone.Name}`");
    }
}
