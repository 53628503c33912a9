using System.Collections.Immutable;
using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;

namespace Mainstay.Server.NodeClient;

/// <summary>Makes a report of what INFO says (sections server, replication, persistence and keyspace).</summary>
internal static class InfoParser
{
    /// <summary>The report in <paramref name="text"/>.</summary>
    /// <param name="text">The reply of INFO.</param>
    /// <param name="minReplicasToWrite">What <c>CONFIG GET</c> said beside it; null when not asked.</param>
    /// <exception cref="NodeException"><see cref="NodeFault.Protocol"/>: a field that every server has is missing.</exception>
    public static NodeReport Parse(string text, int? minReplicasToWrite = null)
    {
        var info = new InfoFields(text);
        var replica = Required(info, "role") == "slave";
        return new NodeReport
        {
            RunId = Required(info, "run_id"),
            ProcessId = info.Number("process_id") ?? 0,
            Role = replica ? NodeRole.Replica : NodeRole.Primary,
            ReplicationId = Required(info, "master_replid"),
            SecondReplicationId = info.Text("master_replid2") is { } id && id.AsSpan().ContainsAnyExcept('0') ? id : null,
            SecondOffset = info.Number("second_repl_offset") ?? -1,
            Offset = info.Number("master_repl_offset") ?? throw Missing("master_repl_offset"),
            FollowsHost = replica ? info.Text("master_host") : null,
            FollowsPort = replica ? (int?)info.Number("master_port") : null,
            LinkUp = replica && info.Text("master_link_status") == "up",
            LastHeardSeconds = replica && info.Number("master_last_io_seconds_ago") is >= 0 and var seconds ? seconds : null,
            Synchronising = replica && info.Flag("master_sync_in_progress"),
            Loading = info.Flag("loading"),
            HasKeys = info.Names.Any(name => IsDatabase(name) && info.Text(name)!.StartsWith("keys=", StringComparison.Ordinal)),
            MinReplicasToWrite = minReplicasToWrite,
            Replicas = Replicas(info),
        };
    }

    private static ImmutableArray<ReplicaLink> Replicas(InfoFields info)
    {
        var links = ImmutableArray.CreateBuilder<ReplicaLink>();
        for (var i = 0; info.Text($"slave{i.ToString(CultureInfo.InvariantCulture)}") is { } line; i++)
            if (Replica(line) is { } link)
                links.Add(link);
        return links.ToImmutable();
    }

    /// <summary>Reads <c>ip=127.0.0.1,port=6412,state=online,offset=56,lag=1</c>; null when it is not of that shape.</summary>
    private static ReplicaLink? Replica(string line)
    {
        string? ip = null, state = null;
        long port = 0, offset = 0, lag = 0;
        foreach (var part in line.Split(','))
        {
            if (part.Split('=', 2) is not [var name, var value]) return null;
            if (name == "ip") ip = value;
            else if (name == "state") state = value;
            else if (name is "port" or "offset" or "lag")
            {
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
                if (name == "port") port = number;
                else if (name == "offset") offset = number;
                else lag = number;
            }
        }

        return ip is null || port is < 1 or > 65535 ? null : new ReplicaLink(new NodeAddress(ip, (int)port), state == "online", offset, lag);
    }

    private static bool IsDatabase(string name) => name.Length > 2 && name.StartsWith("db", StringComparison.Ordinal) && char.IsAsciiDigit(name[2]);

    private static string Required(InfoFields info, string name) => info.Text(name) ?? throw Missing(name);

    private static NodeException Missing(string name) => new(NodeFault.Protocol, $"INFO names no {name}: not a Redis or Valkey server, or too old a one");
}
