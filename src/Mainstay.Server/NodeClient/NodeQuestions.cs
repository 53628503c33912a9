using Mainstay.Core.Failover;
using Mainstay.Protocol.Resp;

namespace Mainstay.Server.NodeClient;

/// <summary>The requests by which a node is asked for a report, and the reading of their replies.</summary>
internal static class NodeQuestions
{
    /// <summary><c>INFO</c> of the sections that a report is made of.</summary>
    public static byte[] Info { get; } = RespWriter.Command("INFO", "server", "replication", "persistence", "keyspace");

    /// <summary><c>PING</c>.</summary>
    public static byte[] Ping { get; } = RespWriter.Command("PING");

    /// <summary>All that a probe asks, in one write.</summary>
    public static IReadOnlyList<byte[]> Report { get; } = [Info, RespWriter.Command("CONFIG", "GET", "min-replicas-to-write")];

    /// <summary>The report in the replies to <see cref="Report"/>.</summary>
    /// <exception cref="NodeException">The server answered an error, or something that is no report.</exception>
    public static NodeReport ReadReport(RespValue[] replies)
    {
        var info = NodeConnection.Expect(replies[0]);
        // A server that hides CONFIG still gives a report.
        var least = replies[1].IsError ? null : replies[1].Find("min-replicas-to-write")?.Number;
        return InfoParser.Parse(info.Text, (int?)least);
    }

    /// <summary>The report in the reply to <see cref="Info"/> alone.</summary>
    /// <exception cref="NodeException">The server answered an error, or something that is no report.</exception>
    public static NodeReport ReadInfo(RespValue reply) => InfoParser.Parse(NodeConnection.Expect(reply).Text);
}
