using System.Net.Sockets;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Writing;

/// <summary>
/// A client as simple as one can be: one connection, one command, its reply, the next. Where the connection is lost, no reply comes or the
/// server is no primary, the next write connects again.
/// </summary>
/// <param name="locate">The port to connect to, asked at every connecting.</param>
/// <param name="patience">How long a reply is waited for.</param>
public sealed class PlainWriteClient(Func<Task<int>> locate, TimeSpan patience) : IWriteClient
{
    private RespClient? _client;
    private bool _severed;

    /// <summary>Waits longer than an endpoint holds.</summary>
    public static TimeSpan UsualPatience { get; } = TimeSpan.FromSeconds(15);

    public async Task<WriteAnswer> WriteAsync(WriteKind kind, string key, string value)
    {
        if (Volatile.Read(ref _severed)) Drop();
        try
        {
            _client ??= await RespClient.ConnectAsync(await locate());
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return WriteAnswer.NotSent($"connect:{(exception as SocketException)?.SocketErrorCode.ToString() ?? "nowhere"}");
        }

        return await SendAsync(_client, kind, key, value);
    }

    /// <summary>Gives up the connection, also while a reply is awaited on it; the next write connects again. Any thread.</summary>
    public void Sever()
    {
        Volatile.Write(ref _severed, true);
        Volatile.Read(ref _client)?.Dispose();
    }

    public void Dispose() => _client?.Dispose();

    private async Task<WriteAnswer> SendAsync(RespClient client, WriteKind kind, string key, string value)
    {
        try
        {
            await client.SendAsync(kind switch { WriteKind.Append => ["RPUSH", key, value], WriteKind.Set => ["SET", key, value], _ => ["INCR", key] });
            var reply = await client.ReadAsync(patience);
            if (reply.ErrorWord is not { } word) return WriteAnswer.Acknowledged(kind == WriteKind.Increment ? reply.Number : 0);
            if (word == "READONLY") Drop();
            return WriteAnswer.Replied(word);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Drop();
            return WriteAnswer.Unanswered(exception is OperationCanceledException ? "no-reply" : "connection-lost");
        }
    }

    private void Drop()
    {
        Volatile.Write(ref _severed, false);
        _client?.Dispose();
        Volatile.Write(ref _client, null);
    }
}
