using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Listening;
using Mainstay.Endpoints.Memcached;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Warming;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Endpoints.Upstreams;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints;

/// <summary>
/// The stable addresses of one memcached cluster: they tell of its nodes, and serve as one memcached for those who do not ask. Clients stay
/// connected while nodes come and go behind them. Safe from any thread.
/// </summary>
public sealed class ClusterEndpoints : IAsyncDisposable
{
    /// <summary>What unfinished and unanswered requests of all clients may take together, where no item is larger than a quarter of it.</summary>
    private const long MostRequestBytes = 96L << 20;

    private static readonly TimeSpan _sweep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClusterRoute _route;
    private readonly HoldLedger _ledger;
    private readonly ImmutableArray<ClusterFloor> _floors;
    private readonly ImmutableArray<EndpointListener> _listeners;
    private readonly ServerTls? _tls;
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;
    private volatile bool _isClosing;

    /// <summary>Prepares the endpoints that <paramref name="spec"/> names; nothing listens yet.</summary>
    /// <param name="spec">The cluster.</param>
    /// <param name="loops">Where clients are served.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the logger.</param>
    public ClusterEndpoints(ClusterSpec spec, EventLoops loops, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(loops);
        _time = time;
        _logger = loggers.CreateLogger("Mainstay.Endpoints." + spec.Name);
        _route = new ClusterRoute(spec);
        _ledger = new HoldLedger(spec.Hold);
        var budget = new MemoryBudget(Math.Max(MostRequestBytes, 4 * spec.ItemSize));
        var warm = new WarmTable();
        _tls = spec.Tls is null ? null : new ServerTls(spec.Tls, time, _logger);
        _floors = [.. loops.All.Select(loop => new ClusterFloor(new UpstreamSetting { Loop = loop, Logger = _logger }, budget, warm, node => Suspects(node)))];
        _listeners = [.. spec.Endpoints.Select(endpoint => Listener(spec, endpoint))];
    }

    /// <summary>How each endpoint does.</summary>
    public ImmutableArray<EndpointStatus> Status => [.. _listeners.Select(StatusOf)];

    /// <summary>Its listening sockets, for another process; empty before they listen.</summary>
    public ImmutableArray<SharedListener> Listeners => [.. _listeners.Select(listener => listener.Shared).OfType<SharedListener>()];

    /// <summary>How many clients are connected.</summary>
    public int Clients => Entrances.Sum(entrance => entrance.Counters.Sessions);

    /// <summary>Told, on a loop, of a node whose connection ended or could not be made; it may be called often, and must return at once.</summary>
    public Action<string> Suspects { get; set; } = static _ => { };

    private IEnumerable<ClusterEntrance> Entrances => _listeners.SelectMany(listener => listener.Entrances).Cast<ClusterEntrance>();

    /// <summary>
    /// Binds all endpoints and begins to accept. Throws <see cref="EndpointBindException"/> when one can't be bound; then none listens.
    /// </summary>
    /// <param name="inherited">The listening socket that another process had for an endpoint, or null where it is to be bound.</param>
    /// <param name="ct">Gives up.</param>
    public async Task StartAsync(Func<EndpointSpec, SafeFileHandle?> inherited, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(inherited);
        if (_listeners.FirstOrDefault(listener => listener.IsTls) is { } encrypted) _tls!.LoadFor(encrypted.Address);
        try
        {
            foreach (var listener in _listeners) await listener.BindAsync(inherited(listener.Spec), ct);
        }
        catch
        {
            foreach (var listener in _listeners) await listener.DisposeAsync();
            throw;
        }

        foreach (var listener in _listeners) await listener.StartAsync();
        _sweeping = SweepAsync();
    }

    /// <summary>
    /// Takes a snapshot; one of an older revision is ignored. Completes once every loop goes by it: nothing is sent any more to a node that does
    /// not serve by it, and connections to one whose life is another are closed.
    /// </summary>
    public async Task PublishAsync(ClusterTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (_route.TryPublish(topology)) await ApplyAsync();
    }

    /// <summary>
    /// For an orderly end: no further clients are taken, and what was sent to nodes is answered, at most for <paramref name="patience"/>. Whether
    /// all of it was.
    /// </summary>
    public async Task<bool> DrainAsync(TimeSpan patience, CancellationToken ct)
    {
        _isClosing = true;
        foreach (var listener in _listeners) await listener.StopAcceptingAsync();
        var waiting = new List<Task>();
        await ForEachFloorAsync((_, entrances) =>
        {
            foreach (var entrance in entrances)
            {
                entrance.IsClosing = true;
                entrance.Each(client =>
                {
                    if (client.WhenDrained() is not { } drained) return;
                    lock (waiting) waiting.Add(drained);
                });
            }
        });
        try
        {
            await Task.WhenAll(waiting).WaitAsync(patience, _time, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Another process accepts from the same sockets: no further clients are taken here, and each who is connected is given to
    /// <paramref name="successor"/> once nothing of it is unanswered. Called on loops. Those who speak TLS stay.
    /// </summary>
    public async Task LeaveToAsync(Action<EndpointSpec, MovedClient> successor)
    {
        foreach (var listener in _listeners) await listener.LeaveToAsync(successor);
    }

    /// <summary>Takes over a client that another process had at <paramref name="endpoint"/>. One that nobody here serves is closed.</summary>
    public Task TakeAsync(EndpointSpec endpoint, MovedClient moved)
    {
        ArgumentNullException.ThrowIfNull(moved);
        if (_listeners.FirstOrDefault(listener => listener.Spec == endpoint) is { } listener) return listener.TakeAsync(moved);
        moved.Socket.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Takes over what of <paramref name="next"/> needs no new start: bounds of what is held and of clients, rules for dead nodes and discovery.</summary>
    public void Configure(ClusterSpec next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _ledger.Spec = next.Hold;
        _route.Configure(next);
        _ = ForEachFloorAsync((_, entrances) =>
        {
            foreach (var entrance in entrances) Apply(entrance, next);
        });
        _ = ApplyAsync();
    }

    /// <summary>Closes all endpoints and ends their clients.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _stop.CancelAsync();
        await _sweeping;
        await Task.WhenAll(_listeners.Select(listener => listener.DisposeAsync().AsTask()));
        await ForEachFloorAsync(static (floor, _) => floor.Links.EndAll());
        _stop.Dispose();
    }

    private EndpointListener Listener(ClusterSpec spec, EndpointSpec endpoint)
    {
        if (endpoint.Tls && _tls is null) throw new ArgumentException($"the endpoint at {endpoint.Address} encrypts, and nothing says how", nameof(spec));
        var kinds = ErrorKinds.OfMemcached();
        ImmutableArray<ClusterEntrance> entrances = [.. _floors.Select(floor => Entrance(spec, endpoint, floor, kinds))];
        var meter = new EndpointMeter([.. entrances.Select(entrance => entrance.Counters)], kinds, _time);
        return new EndpointListener(endpoint, entrances, meter, new Doors(spec.ProxyProtocol, endpoint.Tls ? _tls : null, entrances, _logger), _logger);
    }

    private ClusterEntrance Entrance(ClusterSpec spec, EndpointSpec endpoint, ClusterFloor floor, ErrorKinds kinds)
    {
        var entrance = new ClusterEntrance
        {
            Kind = endpoint.Kind,
            Address = endpoint.Address,
            Floor = floor,
            Route = _route,
            Ledger = _ledger,
            Counters = new EndpointCounters(kinds),
            Logger = _logger,
        };
        Apply(entrance, spec);
        return entrance;
    }

    private static void Apply(ClusterEntrance entrance, ClusterSpec spec) =>
        (entrance.Limits, entrance.MostValueBytes) = (spec.Limits, Math.Min(spec.ItemSize, spec.Limits.Request));

    private EndpointStatus StatusOf(EndpointListener listener)
    {
        var (figures, latency) = listener.Meter.Figures();
        ImmutableArray<string> targets = [.. _route.View?.Nodes.Where(node => node.Serves).Select(node => node.Name) ?? []];
        var state = _isClosing ? EndpointState.Refusing : !targets.IsEmpty ? EndpointState.Serving : _ledger.IsFull ? EndpointState.Refusing : EndpointState.Holding;
        return new EndpointStatus(listener.Kind, listener.Address, targets, state, figures with { UpstreamsShared = _floors.Sum(floor => floor.Links.Open) }) { Latency = latency };
    }

    private Task ApplyAsync() => ForEachFloorAsync((floor, entrances) =>
    {
        if (_route.View is not { } view) return;
        floor.Apply(view);
        foreach (var entrance in entrances) entrance.EachSession(static session => session.OnRoute());
    });

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(_sweep, _time);
        var turns = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (!_ledger.IsEmpty) Tell(static client => ((Memcached.Sessions.MemcachedSession)client).RefuseExpired());
                if (++turns % (_second / _sweep) != 0) continue;
                Tell(static client => client.OnSecond());
                foreach (var listener in _listeners) listener.Meter.Turn();
                _tls?.Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private void Tell(Action<ClientConnection> what) => _ = ForEachFloorAsync((_, entrances) =>
    {
        foreach (var entrance in entrances) entrance.Each(what);
    });

    /// <summary>Does something on every loop, with the cluster's entrances there; completes when it is done on all.</summary>
    private Task ForEachFloorAsync(Action<ClusterFloor, IReadOnlyList<ClusterEntrance>> what) =>
        Task.WhenAll(_floors.Select((floor, index) => floor.Loop.InvokeAsync(() => what(floor, [.. _listeners.Select(listener => (ClusterEntrance)listener.Entrances[index])]))));
}
