using System.Globalization;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Backups;

/// <summary>
/// Has a server make a snapshot of all its data and reads it, as a replica does at its first synchronisation
/// (<c>PSYNC ? -1</c>; redis <c>replication.c</c>). Both forms are understood: a length that is known, and a mark at the end.
/// </summary>
internal sealed class SnapshotReader(Func<NodeSpec, NodeLogin?> login, TimeSpan patience, NodeTls? tls = null)
{
    private const int MarkLength = 40;
    private const int BlockLength = 256 << 10;

    /// <summary>Copies the snapshot to <paramref name="target"/>. Returns its history, its place in that, and its sums.</summary>
    /// <exception cref="NodeException">The server refused, ended the connection, or sent nothing for too long.</exception>
    /// <exception cref="IOException">The target could not be written.</exception>
    public async Task<(string ReplicationId, long Offset)> CopyAsync(NodeSpec node, RdbSum sum, Stream target, CancellationToken cancellationToken)
    {
        using var still = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        still.CancelAfter(patience);
        try
        {
            using var session = await ReplicaSession.OpenAsync(node, login(node), tls, still.Token);
            try
            {
                // 1. Who does not know an option says so and goes on; "rdb-only" spares the server a stream that nobody reads.
                await session.AskAsync(still.Token, "REPLCONF", "capa", "eof", "capa", "psync2");
                await session.AskAsync(still.Token, "REPLCONF", "rdb-only", "1");
                var answer = await session.AskAsync(still.Token, "PSYNC", "?", "-1");
                ReplicaSession.Expect("+FULLRESYNC ", answer);
                if (answer.Split(' ') is not [_, { Length: 40 } id, var offset] || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                    throw new NodeException(NodeFault.Protocol, $"{node.Name} answered PSYNC by {answer}");

                // 2. The snapshot; before it comes, empty lines say that it is being made.
                var length = await LengthAsync(session, still);
                if (length.StartsWith("$EOF:", StringComparison.Ordinal) && length.Length == 5 + MarkLength) await CopyToMarkAsync(session.Stream, Encoding.ASCII.GetBytes(length[5..]), sum, target, still);
                else if (length[0] == '$' && long.TryParse(length.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)) await CopyBytesAsync(session.Stream, bytes, sum, target, still);
                else throw new NodeException(NodeFault.Protocol, $"{node.Name} announced its snapshot by {length}");
                return (id, place);
            }
            catch (Exception e) when (ReplicaSession.IsEnd(e))
            {
                throw session.Ended(e);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeFault.TimedOut, $"{node.Name} sent nothing for {patience.TotalSeconds:0} s");
        }
    }

    private async Task<string> LengthAsync(ReplicaSession session, CancellationTokenSource still)
    {
        // A large snapshot is made before the first byte of it comes: as long as empty lines come, the server is at work.
        var one = new byte[1];
        do
        {
            still.CancelAfter(patience);
            await session.Stream.ReadExactlyAsync(one, still.Token);
        }
        while (one[0] is (byte)'\n' or (byte)'\r');
        return (char)one[0] + await session.ReadLineAsync(still.Token);
    }

    private async Task CopyBytesAsync(Stream stream, long length, RdbSum sum, Stream target, CancellationTokenSource still)
    {
        var block = new byte[BlockLength];
        while (length > 0)
        {
            still.CancelAfter(patience);
            var count = await stream.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, length)), still.Token);
            if (count == 0) throw new EndOfStreamException();
            sum.Add(block.AsSpan(0, count));
            await target.WriteAsync(block.AsMemory(0, count), still.Token);
            length -= count;
        }
    }

    /// <summary>The end is where the last 40 bytes are the mark; what may be the mark is kept back until more comes.</summary>
    private async Task CopyToMarkAsync(Stream stream, byte[] mark, RdbSum sum, Stream target, CancellationTokenSource still)
    {
        var block = new byte[BlockLength];
        var kept = 0;
        while (true)
        {
            still.CancelAfter(patience);
            var count = await stream.ReadAsync(block.AsMemory(kept), still.Token);
            if (count == 0) throw new EndOfStreamException();
            var length = kept + count;
            var ended = length >= MarkLength && block.AsSpan(length - MarkLength, MarkLength).SequenceEqual(mark);
            var ready = Math.Max(0, length - MarkLength);
            sum.Add(block.AsSpan(0, ready));
            await target.WriteAsync(block.AsMemory(0, ready), still.Token);
            if (ended) return;
            block.AsSpan(ready, length - ready).CopyTo(block);
            kept = length - ready;
        }
    }
}
