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

        tls |= AddClusters(left, now, next);
        if (tls) left.Add("tls needs a restart of the daemon; what is in its files does not");
        return left.ToImmutable();
    }

    /// <summary>Whether TLS differs.</summary>
    private static bool AddClusters(ImmutableArray<string>.Builder left, DaemonSpec now, DaemonSpec next)
    {
        var tls = false;
        foreach (var cluster in now.Clusters.Where(cluster => next.Clusters.All(one => one.Name != cluster.Name))) left.Add($"cluster {cluster.Name} is gone from the file: it goes on until the daemon is started again");
        foreach (var cluster in next.Clusters)
        {
            if (now.Clusters.FirstOrDefault(one => one.Name == cluster.Name) is not { } before)
            {
                left.Add($"cluster {cluster.Name} is new: it begins when the daemon is started again");
                continue;
            }

            void Differs(string key, bool same)
            {
                if (!same) left.Add($"clusters.{cluster.Name}.{key} {(key is "connections" or "threads" or "endpoints" or "nodes" ? "need" : "needs")} a restart of the daemon");
            }

            tls |= before.Tls != cluster.Tls;
            Differs("rejoin", before.FlushesRejoining == cluster.FlushesRejoining);
            Differs("detect", before.Detect == cluster.Detect);
            Differs("replace_after", before.ReplaceAfter == cluster.ReplaceAfter);
            Differs("memory", before.Memory == cluster.Memory);
            Differs("item_size", before.ItemSize == cluster.ItemSize);
            Differs("connections", before.NodeConnections == cluster.NodeConnections);
            Differs("threads", before.NodeThreads == cluster.NodeThreads);
            Differs("proxy_protocol", before.ProxyProtocol.SequenceEqual(cluster.ProxyProtocol));
            Differs("endpoints", before.Endpoints.SequenceEqual(cluster.Endpoints));
            Differs("nodes", before.Nodes.SequenceEqual(cluster.Nodes));
        }

        return tls;
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
