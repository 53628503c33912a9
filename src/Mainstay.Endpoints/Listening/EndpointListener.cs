using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Sessions;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Listening;

/// <summary>One endpoint's listening socket, and the sessions that came through it.</summary>
internal sealed partial class EndpointListener(EndpointSpec spec, EndpointContext context, ILogger logger) : IAsyncDisposable
{
    /// <summary>Clients of one endpoint at once, as many as a server takes by default.</summary>
    private const int MostSessions = 10_000;

    private readonly ConcurrentDictionary<Session, Task> _sessions = new();
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;

    /// <summary>What the sessions share.</summary>
    public EndpointContext Context => context;

    /// <summary>Those open now.</summary>
    public IEnumerable<Session> Sessions => _sessions.Keys;

    /// <summary>Takes the address. Throws <see cref="EndpointBindException"/> when that is not possible.</summary>
    public async Task BindAsync(CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            var address = IPAddress.TryParse(spec.Address.Host, out var ip) ? ip : (await Dns.GetHostAddressesAsync(spec.Address.Host, cancellationToken))[0];
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, spec.Address.Port));
            socket.Listen(512);
            _socket = socket;
            context.Address = spec.Address with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port };
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new EndpointBindException(spec.Address, e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is taken",
                SocketError.AccessDenied => "the port needs a right that this user does not have",
                SocketError.AddressNotAvailable => "no interface of this machine has that address",
                SocketError.HostNotFound => "the host's name is not known",
                _ => e.Message,
            });
        }
    }

    /// <summary>Begins to accept clients.</summary>
    public void Start()
    {
        LogListening(logger, spec.Kind, context.Address);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Takes no further clients; those who are connected go on.</summary>
    public void StopAccepting()
    {
        context.IsClosing = true;
        _socket?.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        context.IsClosing = true;
        _socket?.Dispose();
        await _accepting;
        foreach (var session in _sessions.Keys) session.Abort();
        await Task.WhenAll(_sessions.Values);
    }

    private async Task AcceptAsync()
    {
        while (!context.IsClosing)
        {
            try
            {
                Admit(await _socket!.AcceptAsync());
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (context.IsClosing) return;

                // Out of file descriptors, say: those who are connected must not suffer, and the loop must not spin.
                LogAcceptFailed(logger, context.Address, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), context.Time);
            }
        }
    }

    private void Admit(Socket client)
    {
        if (context.Counters.AddSession(1) > MostSessions)
        {
            context.Counters.AddSession(-1);
            context.Counters.Add(EndpointCounter.SessionsRefused);
            client.Blocking = false;
            client.Send(SessionContext.ErrorLine(Replies.TooManyClients), SocketFlags.None, out _);
            client.Dispose();
            return;
        }

        try
        {
            SocketSetup.ForClient(client);
        }
        catch (SocketException)
        {
            // Gone again already: its session ends at the first read.
        }

        context.Counters.Add(EndpointCounter.SessionsAccepted);
        var session = new Session(client, context);
        var start = new TaskCompletionSource();
        _sessions[session] = RunAsync(session, start.Task);
        start.SetResult();
    }

    private async Task RunAsync(Session session, Task start)
    {
        await start;
        await Task.Yield();
        try
        {
            await session.RunAsync();
        }
        catch (Exception e)
        {
            // A fault of ours costs one client its connection and nobody else anything.
            LogSessionFailed(logger, e);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            context.Counters.AddSession(-1);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "{Kind} endpoint listens at {Address}", EventName = "EndpointListens")]
    private static partial void LogListening(ILogger logger, EndpointKind kind, NodeAddress address);

    [LoggerMessage(1002, LogLevel.Warning, "Can't accept a client at {Address}: {Reason}", EventName = "AcceptFailed")]
    private static partial void LogAcceptFailed(ILogger logger, NodeAddress address, string reason);

    [LoggerMessage(1003, LogLevel.Error, "A session ended by a fault", EventName = "SessionFailed")]
    private static partial void LogSessionFailed(ILogger logger, Exception fault);
}
