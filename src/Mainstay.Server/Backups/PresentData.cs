using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Backups;

/// <summary>Says how much a group holds just now, for whoever is about to replace it.</summary>
internal sealed class PresentData(NodeDialer dialer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly byte[][] Questions = [RespWriter.Command("INFO", "keyspace"), RespWriter.Command("INFO", "memory")];

    /// <summary>In words; <paramref name="primary"/> null when there is none.</summary>
    public async Task<string> DescribeAsync(GroupTopology topology, NodeSpec? primary, CancellationToken cancellationToken)
    {
        if (primary is null) return "it has no primary, and what its nodes hold is not known";
        try
        {
            var (connection, replies) = await dialer.OpenAsync(primary, Questions, Patience, cancellationToken);
            using var opened = connection;
            var keyspace = new InfoFields(NodeConnection.Expect(replies[0]).Text);
            var keys = keyspace.Names.Where(name => name.StartsWith("db", StringComparison.Ordinal)).Sum(name => Keys(keyspace.Text(name)!));
            var memory = new InfoFields(NodeConnection.Expect(replies[1]).Text).Number("used_memory");
            return string.Create(CultureInfo.InvariantCulture, $"{keys} keys in {memory / 1024 / 1024} MiB, of {primary.Name} in term {topology.Term}");
        }
        catch (NodeException e)
        {
            return $"how much {primary.Name} holds is not known ({e.Message})";
        }
    }

    /// <summary>Of <c>keys=12,expires=0,avg_ttl=0</c>.</summary>
    private static long Keys(string line) =>
        line.Split(',')[0].Split('=') is ["keys", var count] && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var keys) ? keys : 0;
}
