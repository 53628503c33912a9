using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Reads a piece of a server's history as a replica would, by <c>PSYNC</c> on a connection of its own.</summary>
/// <param name="login">As whom; null for servers that ask for nobody.</param>
/// <param name="tls">How it is reached over TLS; null where it is reached without.</param>
internal sealed class TailReader(Func<NodeSpec, NodeLogin?> login, NodeTls? tls)
{
    /// <summary>
    /// Copies <paramref name="length"/> bytes of history <paramref name="replicationId"/>, from the byte with offset
    /// <paramref name="from"/> on, to a target that is opened only once the server agreed: the commands as it sends them to its replicas.
    /// </summary>
    /// <exception cref="NodeException">The server does not have that piece, or ended the connection before its end.</exception>
    public async Task CopyAsync(NodeSpec node, string replicationId, long from, long length, Func<FileStream> open, CancellationToken cancellationToken)
    {
        using var session = await ReplicaSession.OpenAsync(node, login(node), tls, cancellationToken);
        try
        {
            var answer = await session.AskAsync(cancellationToken, "PSYNC", replicationId, from.ToString(CultureInfo.InvariantCulture));
            ReplicaSession.Expect("+CONTINUE", answer);
            await using var target = open();
            await CopyBytesAsync(session.Stream, length, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }
        catch (Exception e) when (ReplicaSession.IsEnd(e))
        {
            throw session.Ended(e);
        }
    }

    private static async Task CopyBytesAsync(Stream stream, long length, FileStream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        while (length > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellationToken);
            if (count == 0) throw new EndOfStreamException();
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            length -= count;
        }
    }
}
