using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>
/// A client of the daemon's own, before those of the predecessor come all at once: code that was never run is compiled and the first connection to a
/// node is made for it, not for one of them. Whatever it is answered is well.
/// </summary>
internal static class Rehearsal
{
    private const int Commands = 50;
    private const int Unix = 1;
    private const int Stream = 1 | 0x800 | 0x80000; // SOCK_STREAM, nonblocking, closed in other programs

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks an endpoint a few times, at most 2 s.</summary>
    public static async Task RunAsync(DataPlane plane, string owner, EndpointSpec endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Pair() is not var (mine, theirs)) return;
        using var client = mine;
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await plane.TakeAsync(owner, endpoint, new MovedClient(theirs, null, new ClientState { HasSent = true }, default));
            var question = endpoint.Kind == EndpointKind.Configuration ? "get mainstay-rehearsal\r\n"u8.ToArray() : "*1\r\n$4\r\nPING\r\n"u8.ToArray();
            var reply = new byte[512];
            for (var i = 0; i < Commands; i++)
            {
                await client.SendAsync(question, end.Token);
                if (await client.ReceiveAsync(reply, end.Token) == 0) return;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // A group without a primary answers nobody; its clients wait as well.
        }
    }

    private static unsafe (Socket Mine, SafeFileHandle Theirs)? Pair()
    {
        var two = stackalloc int[2];
        if (HandoverNative.Pair(Unix, Stream, 0, two) != 0) return null;
        return (new Socket(new SafeSocketHandle(two[0], ownsHandle: true)), new SafeFileHandle(two[1], ownsHandle: true));
    }
}
