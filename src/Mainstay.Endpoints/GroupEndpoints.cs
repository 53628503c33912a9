using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Listening;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Endpoints.Sessions;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

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

    private readonly GroupSpec _spec;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupRoute _route = new();
    private readonly HoldLedger _ledger;
    private readonly ImmutableArray<EndpointListener> _listeners;
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;

    /// <summary>Prepares the endpoints that <paramref name="spec"/> names; nothing listens yet.</summary>
    /// <param name="spec">The group.</param>
    /// <param name="identity">As whom its nodes are asked who they are; null where they answer everybody.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the logger.</param>
    public GroupEndpoints(GroupSpec spec, NodeIdentity? identity, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        _time = time;
        _logger = loggers.CreateLogger("Mainstay.Endpoints." + spec.Name);
        _ledger = new HoldLedger(spec.Hold);
        _route.Reader = spec.Reader;
        var budget = new MemoryBudget(MostRequestBytes);
        var scripts = new ScriptCache();
        _listeners =
        [
            .. spec.Endpoints.Where(endpoint => endpoint.Kind != EndpointKind.Configuration).Select(endpoint => new EndpointListener(
                endpoint,
                new EndpointContext
                {
                    Kind = endpoint.Kind,
                    Address = endpoint.Address,
                    Identity = identity,
                    Route = _route,
                    Ledger = _ledger,
                    Budget = budget,
                    Scripts = scripts,
                    Time = time,
                    Logger = _logger,
                },
                _logger)),
        ];
    }

    /// <summary>How each endpoint does.</summary>
    public ImmutableArray<EndpointStatus> Status =>
        [.. _listeners.Select(listener => new EndpointStatus(listener.Context.Kind, listener.Context.Address, _route.Targets(listener.Context.Kind), StateOf(listener.Context), listener.Context.Counters.Snapshot()))];

    /// <summary>
    /// Binds all endpoints and begins to accept. Throws <see cref="EndpointBindException"/> when one can't be bound; then none listens.
    /// </summary>
    public async Task StartAsync(CancellationToken ct)
    {
        try
        {
            foreach (var listener in _listeners) await listener.BindAsync(ct);
        }
        catch
        {
            foreach (var listener in _listeners) await listener.DisposeAsync();
            throw;
        }

        var primary = _listeners.FirstOrDefault(listener => listener.Context.Kind == EndpointKind.Primary)?.Context.Address;
        foreach (var listener in _listeners)
        {
            listener.Context.PrimaryEndpoint = primary;
            listener.Start();
        }

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
        var sessions = _listeners.SelectMany(listener => listener.Sessions).ToList();
        foreach (var session in sessions) session.OnFence(drain > TimeSpan.Zero);
        if (drain > TimeSpan.Zero)
        {
            try
            {
                await Task.WhenAll(sessions.Select(session => session.WhenDrainedAsync())).WaitAsync(drain, _time, ct);
            }
            catch (TimeoutException)
            {
                // Told by the result.
            }
        }

        var drained = true;
        foreach (var session in sessions) drained &= session.EndDrain();
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
        foreach (var session in _listeners.SelectMany(listener => listener.Sessions)) session.OnRoute();
    }

    /// <summary>
    /// For an orderly end: no further clients are taken, and what was sent to nodes is answered, at most for <paramref name="patience"/>. Whether
    /// all of it was, blocked commands and subscriptions aside.
    /// </summary>
    public async Task<bool> DrainAsync(TimeSpan patience, CancellationToken ct)
    {
        foreach (var listener in _listeners) listener.StopAccepting();
        var sessions = _listeners.SelectMany(listener => listener.Sessions).ToList();
        foreach (var session in sessions) session.OnFence(drain: true);
        try
        {
            await Task.WhenAll(sessions.Select(session => session.WhenDrainedAsync())).WaitAsync(patience, _time, ct);
        }
        catch (TimeoutException)
        {
            // Told by the result.
        }

        var drained = true;
        foreach (var session in sessions) drained &= session.EndDrain();
        return drained;
    }

    /// <summary>Other bounds of what is held, for what comes from now on.</summary>
    public void Bound(HoldSpec hold) => _ledger.Spec = hold;

    /// <summary>What of another configuration of the group can be in force at once is from now on: bounds of what is held, and whom readers may read from.</summary>
    public void Configure(GroupSpec next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Bound(next.Hold);
        _route.Reader = next.Reader;
        foreach (var session in _listeners.SelectMany(listener => listener.Sessions)) session.OnRoute();
    }

    /// <summary>Closes all endpoints and ends their sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping;
        await Task.WhenAll(_listeners.Select(listener => listener.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    private EndpointState StateOf(EndpointContext context) =>
        context.IsClosing ? EndpointState.Refusing
        : !_route.Targets(context.Kind).IsEmpty ? EndpointState.Serving
        : _ledger.IsFull ? EndpointState.Refusing : EndpointState.Holding;

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(_sweep, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_ledger.IsEmpty) continue;
                foreach (var session in _listeners.SelectMany(listener => listener.Sessions)) session.RefuseExpired();
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    [LoggerMessage(1010, LogLevel.Debug, "Fenced before term {Term}; drained: {Drained}", EventName = "Fenced")]
    private static partial void LogFenced(ILogger logger, ulong term, bool drained);
}
