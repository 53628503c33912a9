using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Commands;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Listening;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Endpoints.Sessions;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Resp;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints;

/// <summary>
/// The stable addresses of one group. Clients stay connected while the primary changes behind them: what is not sent is held, what may
/// be repeated is repeated, what is unknown is told. Safe from any thread.
/// </summary>
public sealed partial class GroupEndpoints : IAsyncDisposable
{
    /// <summary>What unfinished and unanswered requests of all clients may take together.</summary>
    private const long MostRequestBytes = 96L << 20;

    private static readonly TimeSpan _sweep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupRoute _route = new();
    private readonly HoldLedger _ledger;
    private readonly ImmutableArray<SessionFloor> _floors;
    private readonly ImmutableArray<EndpointListener> _listeners;
    private readonly KnownCommands _commands;
    private readonly ServerTls? _tls;
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;
    private volatile bool _isClosing;

    /// <summary>Prepares the endpoints that <paramref name="spec"/> names; nothing listens yet.</summary>
    /// <param name="spec">The group.</param>
    /// <param name="identity">As whom its nodes are asked who they are; null where they answer everybody.</param>
    /// <param name="loops">Where clients are served.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the logger.</param>
    public GroupEndpoints(GroupSpec spec, NodeIdentity? identity, EventLoops loops, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(loops);
        _time = time;
        _logger = loggers.CreateLogger("Mainstay.Endpoints." + spec.Name);
        _ledger = new HoldLedger(spec.Hold);
        _route.Reader = spec.Reader;
        var budget = new MemoryBudget(MostRequestBytes);
        var scripts = new ScriptCache();
        var nodeTls = NodeTls.Of(spec.NodeTls, time);
        _commands = new KnownCommands(spec);
        _tls = spec.Tls is null ? null : new ServerTls(spec.Tls, time, _logger);
        _floors = [.. loops.All.Select(loop => new SessionFloor(new UpstreamSetting { Loop = loop, Identity = identity, Tls = nodeTls, Logger = _logger }, budget))];
        _listeners =
        [
            .. spec.Endpoints.Where(endpoint => endpoint.Kind != EndpointKind.Configuration)
                .Select(endpoint => Listener(spec, endpoint, scripts)),
        ];
    }

    /// <summary>How each endpoint does.</summary>
    public ImmutableArray<EndpointStatus> Status => [.. _listeners.Select(StatusOf)];

    private IEnumerable<EndpointContext> Contexts => _listeners.SelectMany(listener => listener.Entrances).Cast<EndpointContext>();

    /// <summary>Its listening sockets, for another process; empty before they listen.</summary>
    public ImmutableArray<SharedListener> Listeners => [.. _listeners.Select(listener => listener.Shared).OfType<SharedListener>()];

    /// <summary>How many clients are connected.</summary>
    public int Clients => Contexts.Sum(context => context.Counters.Sessions);

    /// <summary>
    /// Binds all endpoints and begins to accept. Throws <see cref="EndpointBindException"/> when one can't be bound; then none listens.
    /// </summary>
    public Task StartAsync(CancellationToken ct) => StartAsync(static _ => null, ct);

    /// <inheritdoc cref="StartAsync(CancellationToken)"/>
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

        var primary = _listeners.FirstOrDefault(listener => listener.Kind == EndpointKind.Primary)?.Address;
        foreach (var context in Contexts) context.PrimaryEndpoint = primary;
        foreach (var listener in _listeners) await listener.StartAsync();
        _sweeping = SweepAsync();
    }

    /// <summary>
    /// Returns once no session sends anything to a primary of a term before <paramref name="term"/>. With a positive
    /// <paramref name="drain"/> waits that long for the answers of what was sent, blocked commands and subscriptions aside. Whether
    /// nothing is unanswered.
    /// </summary>
    public async ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken ct)
    {
        _route.RaiseFence(term);
        var drained = await FenceOffAsync(drain, ct);
        LogFenced(_logger, term, drained);
        return drained;
    }

    /// <summary>
    /// Takes a snapshot; one of an older term or revision is ignored. When it names a primary and its term is not fenced off, what is
    /// held is released to it.
    /// </summary>
    public void Publish(GroupTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (!_route.TryPublish(topology)) return;
        Tell(static session => session.OnRoute());
        if (_route.Primary is { } primary && _commands.WantsToAsk(primary)) Ask(primary);
    }

    /// <summary>
    /// For an orderly end: no further clients are taken, and what was sent to nodes is answered, at most for <paramref name="patience"/>. Whether
    /// all of it was, blocked commands and subscriptions aside.
    /// </summary>
    public async Task<bool> DrainAsync(TimeSpan patience, CancellationToken ct)
    {
        _isClosing = true;
        foreach (var listener in _listeners) await listener.StopAcceptingAsync();
        await ForEachFloorAsync((_, contexts) =>
        {
            foreach (var context in contexts) context.IsClosing = true;
        });
        return await FenceOffAsync(patience, ct);
    }

    /// <summary>
    /// Another process accepts from the same sockets: no further clients are taken here, and each who is connected is given to
    /// <paramref name="successor"/> once nothing of it is unanswered. Called on loops. Those who listen, block, are in a transaction or speak TLS
    /// stay; fences and topologies count as before.
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

    /// <summary>Takes over what of <paramref name="next"/> needs no new start: bounds of what is held, of clients and of readers, denied commands.</summary>
    public void Configure(GroupSpec next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _ledger.Spec = next.Hold;
        _route.Reader = next.Reader;
        _commands.Configure(next);
        _ = ForEachFloorAsync((_, contexts) =>
        {
            foreach (var context in contexts) Apply(context, next);
            foreach (var context in contexts) context.EachSession(static session => session.OnRoute());
        });
    }

    /// <summary>Closes all endpoints and ends their sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _stop.CancelAsync();
        await _sweeping;
        await Task.WhenAll(_listeners.Select(listener => listener.DisposeAsync().AsTask()));
        await ForEachFloorAsync(static (floor, _) => floor.Links.EndAll());
        _stop.Dispose();
    }

    private EndpointListener Listener(GroupSpec spec, EndpointSpec endpoint, ScriptCache scripts)
    {
        if (endpoint.Tls && _tls is null) throw new ArgumentException($"the endpoint at {endpoint.Address} encrypts, and nothing says how", nameof(spec));
        var kinds = ErrorKinds.OfRedis();
        ImmutableArray<EndpointContext> contexts = [.. _floors.Select(floor => Context(spec, endpoint, floor, scripts, kinds))];
        var meter = new EndpointMeter([.. contexts.Select(context => context.Counters)], kinds, _time);
        return new EndpointListener(endpoint, contexts, meter, new Doors(spec.ProxyProtocol, endpoint.Tls ? _tls : null, contexts, _logger), _logger);
    }

    private EndpointContext Context(GroupSpec spec, EndpointSpec endpoint, SessionFloor floor, ScriptCache scripts, ErrorKinds kinds)
    {
        var context = new EndpointContext
        {
            Kind = endpoint.Kind,
            Address = endpoint.Address,
            Floor = floor,
            Route = _route,
            Ledger = _ledger,
            Scripts = scripts,
            Counters = new EndpointCounters(kinds),
            IsDedicated = spec.Upstream == UpstreamUse.Dedicated,
            Logger = _logger,
        };
        Apply(context, spec);
        return context;
    }

    private void Apply(EndpointContext context, GroupSpec spec)
    {
        context.Catalog = _commands.Catalog;
        context.Limits = spec.Limits;
        context.RequestLimits = RespLimits.Default with { MaxBulkBytes = spec.Limits.Request };
    }

    /// <summary>Asks a process that was not asked yet which commands it has.</summary>
    private void Ask(RouteTarget primary)
    {
        var floor = _floors[0];
        floor.Loop.Post(() => new CommandQuestion(floor.Setting, primary, told =>
        {
            _commands.Learn(told);
            _ = ForEachFloorAsync((_, contexts) =>
            {
                foreach (var context in contexts) context.Catalog = _commands.Catalog;
            });
        }).Start());
    }

    private async Task<bool> FenceOffAsync(TimeSpan drain, CancellationToken ct)
    {
        var waiting = new List<Task>();
        await ForEachFloorAsync((floor, contexts) =>
        {
            if (drain <= TimeSpan.Zero) floor.Links.EndUnsent(_route.MaySend);
            foreach (var context in contexts)
            {
                context.EachSession(session =>
                {
                    session.OnFence(drain > TimeSpan.Zero);
                    if (drain <= TimeSpan.Zero || session.WhenDrained() is not { } answered) return;
                    lock (waiting) waiting.Add(answered);
                });
            }
        });
        if (waiting.Count > 0)
        {
            try
            {
                await Task.WhenAll(waiting).WaitAsync(drain, _time, ct);
            }
            catch (TimeoutException)
            {
                // Told by the result.
            }
        }

        var left = 0;
        await ForEachFloorAsync((floor, contexts) =>
        {
            floor.Links.EndUnsent(_route.MaySend);
            foreach (var context in contexts)
            {
                context.EachSession(session =>
                {
                    if (!session.EndDrain()) Interlocked.Increment(ref left);
                });
            }
        });
        return left == 0;
    }

    private EndpointStatus StatusOf(EndpointListener listener)
    {
        var (figures, latency) = listener.Meter.Figures();
        return new EndpointStatus(listener.Kind, listener.Address, _route.Targets(listener.Kind), StateOf(listener), figures) { Latency = latency };
    }

    private EndpointState StateOf(EndpointListener listener) =>
        _isClosing ? EndpointState.Refusing
        : !_route.Targets(listener.Kind).IsEmpty ? EndpointState.Serving
        : _ledger.IsFull ? EndpointState.Refusing : EndpointState.Holding;

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(_sweep, _time);
        var turns = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (!_ledger.IsEmpty) Tell(static session => session.RefuseExpired());
                if (++turns % (_second / _sweep) != 0) continue;
                Tell(static session => session.OnSecond());
                foreach (var listener in _listeners) listener.Meter.Turn();
                _tls?.Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private void Tell(Action<Session> what) => _ = ForEachFloorAsync((_, contexts) =>
    {
        foreach (var context in contexts) context.EachSession(what);
    });

    /// <summary>Does something on every loop, with the contexts of the group's endpoints there; completes when it is done on all.</summary>
    private Task ForEachFloorAsync(Action<SessionFloor, IReadOnlyList<EndpointContext>> what) =>
        Task.WhenAll(_floors.Select((floor, index) => floor.Loop.InvokeAsync(() => what(floor, [.. _listeners.Select(listener => (EndpointContext)listener.Entrances[index])]))));

    [LoggerMessage(1010, LogLevel.Debug, "Fenced before term {Term}; drained: {Drained}", EventName = "Fenced")]
    private static partial void LogFenced(ILogger logger, ulong term, bool drained);
}
