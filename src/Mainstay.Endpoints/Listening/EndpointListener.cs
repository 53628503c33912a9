using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Listening;

/// <summary>One endpoint's listening socket, and on each loop the clients that came through it.</summary>
internal sealed partial class EndpointListener(EndpointSpec spec, IReadOnlyList<Entrance> entrances, EndpointMeter meter, Doors doors, ILogger logger) : IAsyncDisposable
{
    private Listener? _listener;

    /// <summary>The endpoint on each loop.</summary>
    public IReadOnlyList<Entrance> Entrances => entrances;

    /// <summary>What it counts, on all loops.</summary>
    public EndpointMeter Meter => meter;

    /// <summary>What it leads to.</summary>
    public EndpointKind Kind => spec.Kind;

    /// <summary>Whether clients speak TLS there.</summary>
    public bool IsTls => spec.Tls;

    /// <summary>Where it listens; the port is the real one.</summary>
    public NodeAddress Address { get; private set; } = spec.Address;

    /// <summary>As configured.</summary>
    public EndpointSpec Spec => spec;

    /// <summary>Its socket; null before it is bound.</summary>
    public SharedListener? Shared => _listener is { IsClosing: false } ? new SharedListener(spec, _listener.Socket.SafeHandle) : null;

    /// <summary>
    /// Takes the address, or the socket at it that another process had. Throws <see cref="EndpointBindException"/> when that is not possible.
    /// </summary>
    public async Task BindAsync(SafeFileHandle? inherited, CancellationToken cancellationToken)
    {
        _listener = inherited is null ? await Listener.BindAsync(spec.Address, cancellationToken) : Listener.Of(inherited);
        Address = spec.Address with { Port = _listener.Port };
        foreach (var entrance in entrances) entrance.Address = Address;
    }

    /// <summary>Begins to accept clients.</summary>
    public async Task StartAsync()
    {
        LogListening(logger, spec.Kind, Address);
        foreach (var entrance in entrances)
        {
            entrance.OnClientEnded = doors.Addresses.Leave;
            await entrance.Loop.InvokeAsync(() => entrance.Loop.Accept(_listener!, channel => Admit(entrance, channel), reason => LogAcceptFailed(logger, Address, reason)));
        }
    }

    /// <summary>Takes no further clients; those who are connected go on.</summary>
    public async Task StopAcceptingAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
    }

    /// <summary>Another process accepts from the same socket: it is only closed here, and clients that can go there do so.</summary>
    public async Task LeaveToAsync(Action<EndpointSpec, MovedClient> successor)
    {
        if (_listener is not null) _listener.IsShared = true;
        await StopAcceptingAsync();
        foreach (var entrance in entrances)
        {
            await entrance.Loop.InvokeAsync(() =>
            {
                entrance.Successor = moved => successor(spec, moved);
                entrance.Each(static client => client.OnSuccessor());
            });
        }
    }

    /// <summary>Takes over a client that another process had, on the loop that has the fewest. Bounds are for those who are new.</summary>
    public Task TakeAsync(MovedClient moved)
    {
        var entrance = entrances.MinBy(one => one.Counters.Sessions)!;
        return entrance.Loop.InvokeAsync(() =>
        {
            ClientConnection? client = null;
            var taken = !entrance.IsClosing && entrance.Loop.Take(moved.Socket, moved.Remote, channel =>
            {
                doors.Addresses.TryEnter(channel.Remote, 0);
                client = entrance.Serve(channel, moved);
            });
            if (taken) client!.Resume();
            else moved.Socket.Dispose();
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAcceptingAsync();
        foreach (var entrance in entrances)
        {
            await entrance.Loop.InvokeAsync(() =>
            {
                entrance.IsClosing = true;
                doors.Close(entrance);
                entrance.Each(static client => client.Abort());
            });
        }
    }

    private void Admit(Entrance entrance, Channel channel)
    {
        if (entrances.Sum(one => one.Counters.Sessions) + doors.Count >= entrance.Limits.Connections)
        {
            // Before a handshake there is no way to say why.
            entrance.Counters.Add(EndpointCounter.SessionsRefused);
            if (!spec.Tls) channel.Send(entrance.TooManyClients);
            channel.Close();
            return;
        }

        var arrival = new Arrival(doors, entrance, channel);
        doors.Add(entrance, arrival);
        arrival.Begin();
    }

    [LoggerMessage(1001, LogLevel.Information, "{Kind} endpoint listens at {Address}", EventName = "EndpointListens")]
    private static partial void LogListening(ILogger logger, EndpointKind kind, NodeAddress address);

    [LoggerMessage(1002, LogLevel.Warning, "Can't accept a client at {Address}: {Reason}", EventName = "AcceptFailed")]
    private static partial void LogAcceptFailed(ILogger logger, NodeAddress address, string reason);
}
