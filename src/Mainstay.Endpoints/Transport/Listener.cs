using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport.Epoll;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Transport;

/// <summary>A listening socket. All loops accept from the same one, so that it can be handed to another process with everybody who waits in it.</summary>
internal sealed class Listener(Socket socket) : IAsyncDisposable
{
    private const int Backlog = 4096;

    private readonly CancellationTokenSource _closing = new();

    /// <summary>The socket.</summary>
    public Socket Socket { get; } = socket;

    /// <summary>The port, which the system chose where 0 was asked for.</summary>
    public int Port => ((IPEndPoint)Socket.LocalEndPoint!).Port;

    /// <summary>Whether another process may have it as well: it is given up by closing it here, and nothing else may be done to it.</summary>
    public bool IsShared { get; set; }

    /// <summary>One that another process had, or still has.</summary>
    public static Listener Of(SafeFileHandle inherited)
    {
        var socket = new Socket(new SafeSocketHandle(inherited.DangerousGetHandle(), ownsHandle: true));
        inherited.SetHandleAsInvalid();
        return new Listener(socket) { IsShared = true };
    }

    /// <summary>Takes the address. Throws <see cref="EndpointBindException"/> when that is not possible.</summary>
    public static async Task<Listener> BindAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            var host = IPAddress.TryParse(address.Host, out var ip) ? ip : (await Dns.GetHostAddressesAsync(address.Host, cancellationToken))[0];
            socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            SocketSetup.ForClient(socket); // accepted sockets inherit it
            socket.Bind(new IPEndPoint(host, address.Port));
            socket.Listen(Backlog);
            return new Listener(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new EndpointBindException(address, e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is taken",
                SocketError.AccessDenied => "the port needs a right that this user does not have",
                SocketError.AddressNotAvailable => "no interface of this machine has that address",
                SocketError.HostNotFound => "the host's name is not known",
                _ => e.Message,
            });
        }
    }

    /// <summary>Cancelled before it closes.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Told before it closes; those who accept from it complete once they have stopped.</summary>
    public event Func<Task>? OnClosing;

    /// <summary>Whether nobody may begin to accept any more.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Closes it once nobody accepts from it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsClosing) return;
        IsClosing = true;
        await _closing.CancelAsync();
        if (OnClosing is { } closing) await Task.WhenAll(closing.GetInvocationList().Cast<Func<Task>>().Select(stop => stop()));
        if (IsShared) CloseHere();
        else Socket.Dispose();
        _closing.Dispose();
    }

    // The runtime's own closing may change modes of a socket, which are the other process's, too.
    [SuppressMessage("Usage", "CA1816", Justification = "The socket's finalizer would wait for ever for a handle that was closed here instead.")]
    private void CloseHere()
    {
        var descriptor = (int)Socket.Handle;
        Socket.SafeHandle.SetHandleAsInvalid();
        GC.SuppressFinalize(Socket);
        Native.Close(descriptor);
    }
}
