using System.Net;
using Mainstay.Protocol.Resp;

namespace Mainstay.Server.NodeClient;

/// <summary>
/// One connection to a data server: requests written at once, replies read in their order. One exchange at a time; after a failed one
/// the connection is of no use any more, because a late reply would be taken for that of the next request.
/// </summary>
internal sealed class NodeConnection(NodeLine line, string node) : IDisposable
{
    private readonly RespReplyReader _replies = new();

    /// <summary>Where the node was reached; null by a unix socket.</summary>
    public EndPoint? Remote { get; } = line.Socket.RemoteEndPoint as IPEndPoint;

    /// <summary>Both ends' addresses; null by a unix socket.</summary>
    public (IPAddress Ours, IPAddress Its)? Addresses { get; } =
        line.Socket is { LocalEndPoint: IPEndPoint ours, RemoteEndPoint: IPEndPoint its } ? (Plain(ours.Address), Plain(its.Address)) : null;

    /// <summary>
    /// Writes <paramref name="commands"/> (encoded requests) in one go and reads a reply to each. Error replies are values here.
    /// </summary>
    /// <exception cref="NodeException">Timed out, reset, or no RESP.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RespValue[]> ExchangeAsync(IReadOnlyList<byte[]> commands, TimeSpan limit, CancellationToken cancellationToken)
    {
        var replies = new RespValue[commands.Count];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit != Timeout.InfiniteTimeSpan) deadline.CancelAfter(limit);
        try
        {
            await WriteAsync(commands, deadline.Token);
            for (var i = 0; i < replies.Length; i++) replies[i] = await ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeFault.TimedOut, $"{node} gave no answer within {limit.TotalMilliseconds:0} ms");
        }
        catch (Exception e) when (NodeLine.Translate(e, node) is { } told)
        {
            throw told;
        }
        catch (RespProtocolException e)
        {
            throw new NodeException(NodeFault.Protocol, $"{node} does not speak RESP: {e.Message}", e);
        }

        return replies;
    }

    /// <summary>As <see cref="ExchangeAsync"/> for one command; an error reply is thrown.</summary>
    public async Task<RespValue> AskAsync(byte[] command, TimeSpan limit, CancellationToken cancellationToken) =>
        Expect((await ExchangeAsync([command], limit, cancellationToken))[0]);

    /// <summary><paramref name="reply"/>, or the server's error as an exception.</summary>
    public static RespValue Expect(RespValue reply) => reply.IsError ? throw new NodeException(NodeFault.ServerError, reply.Text) : reply;

    /// <inheritdoc/>
    public void Dispose() => line.Dispose();

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private ValueTask WriteAsync(IReadOnlyList<byte[]> commands, CancellationToken cancellationToken) =>
        line.Stream.WriteAsync(commands.Count == 1 ? commands[0] : commands.SelectMany(command => command).ToArray(), cancellationToken);

    private async ValueTask<RespValue> ReadAsync(CancellationToken cancellationToken)
    {
        RespValue? value;
        while (!_replies.TryRead(out value))
        {
            var count = await line.Stream.ReadAsync(_replies.GetMemory(), cancellationToken);
            if (count == 0) throw new NodeException(NodeFault.Reset, $"{node} closed the connection");
            _replies.Advance(count);
        }

        return value;
    }
}
