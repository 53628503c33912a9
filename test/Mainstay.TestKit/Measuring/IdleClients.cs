using System.Net;
using System.Net.Sockets;

namespace Mainstay.TestKit.Measuring;

/// <summary>Connections that each asked once whether somebody is there, had the answer, and keep still.</summary>
public sealed class IdleClients : IDisposable
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly List<Socket> _sockets = [];

    private IdleClients()
    {
    }

    /// <exception cref="IOException">One of them was refused, or had no answer in time.</exception>
    public static async Task<IdleClients> OpenAsync(int port, int count, IdleGreeting greeting, CancellationToken cancellationToken)
    {
        var clients = new IdleClients();
        try
        {
            foreach (var batch in Enumerable.Range(0, count).Chunk(AtOnce)) await clients.OpenBatchAsync(port, batch.Length, greeting, cancellationToken);
            return clients;
        }
        catch (Exception exception)
        {
            var opened = clients._sockets.Count;
            clients.Dispose();
            if (cancellationToken.IsCancellationRequested || exception is not (SocketException or IOException or OperationCanceledException)) throw;
            throw new IOException($"of {count} connections about {opened} were there when one failed: {exception.Message}", exception);
        }
    }

    /// <summary>Closes all of them.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    private async Task OpenBatchAsync(int port, int count, IdleGreeting greeting, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Patience);
        var batch = Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }).ToList();
        _sockets.AddRange(batch);
        await Task.WhenAll(batch.Select(socket => GreetAsync(socket, port, greeting, giveUp.Token)));
    }

    private static async Task GreetAsync(Socket socket, int port, IdleGreeting greeting, CancellationToken cancellationToken)
    {
        var answer = new byte[64];
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        await socket.SendAsync(greeting.Question, cancellationToken);
        var length = await socket.ReceiveAsync(answer, cancellationToken);
        if (!answer.AsSpan(0, length).SequenceEqual(greeting.Answer.Span)) throw new IOException($"the greeting was answered with \"{System.Text.Encoding.UTF8.GetString(answer, 0, length).Trim()}\"");
    }
}
