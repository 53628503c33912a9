using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Fuzzing;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Hostile;

/// <summary>Connections that send spoilt pipelines in pieces, read some of what comes back or nothing, and end at any byte: orderly, by a reset, or by leaving the rest unsent.</summary>
internal static class Attacker
{
    /// <summary>One connection from its beginning to its end; whatever the endpoint does to it is fine, as long as it does it soon.</summary>
    /// <exception cref="TimeoutException">It neither takes the bytes nor closes.</exception>
    public static async Task AttackAsync(int port, int seed)
    {
        var random = new Random(seed);
        var bytes = ByteMutation.Spoil(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => RespSamples.Request(random)))), random, random.Next(8));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), giveUp.Token);
            var reading = random.Next(3) > 0 ? ReadAsync(socket, giveUp.Token) : Task.CompletedTask;
            var until = random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
            foreach (var piece in ByteMutation.Pieces(bytes[..until], random, random.Next(2) == 0 ? 2000 : 30)) await socket.SendAsync(piece, giveUp.Token);
            if (random.Next(2) == 0) socket.LingerState = new LingerOption(true, 0);
            else socket.Shutdown(SocketShutdown.Send);
            if (random.Next(2) == 0) socket.Close();
            else await Task.WhenAny(reading, Deadline.InSeconds(1).PauseAsync(TimeSpan.FromMilliseconds(random.Next(20)), giveUp.Token));
        }
        catch (SocketException)
        {
            // Closed on us, as it may be.
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException("an attacker was neither served nor closed within 20 s", late);
        }
    }

    private static async Task ReadAsync(Socket socket, CancellationToken giveUp)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), giveUp) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of the attack.
        }
    }
}
