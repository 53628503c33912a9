using System.Net;
using System.Net.Sockets;
using Mainstay.Core;
using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Clusters;

/// <summary>
/// Asks one node again and again: on a connection that stays open, and on a fresh one when that fails. What it hears becomes inputs of the
/// cluster's machine.
/// </summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private const int KeySeconds = 60;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenStats = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenNames = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMilliseconds(250);

    private readonly NodeSpec _node;
    private readonly ClusterClock _clock;
    private readonly Func<int?>? _processId;
    private readonly Action<ClusterInput> _tell;
    private readonly string _key;
    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _literal;
    private readonly Task _loop;

    private volatile MemcachedStats? _stats;
    private volatile bool _distrusts;
    private MemcachedConnection? _connection;
    private IPAddress? _ip;
    private Instant? _resolveAt;
    private Instant _statsAt;
    private Instant? _silentSince;

    /// <param name="node">Whom to ask.</param>
    /// <param name="detect">How long it may be silent; half of it is the limit of one question.</param>
    /// <param name="clock">The cluster's.</param>
    /// <param name="processId">The process of ours that it is to be, null while none runs; null for a node of others.</param>
    /// <param name="tell">Takes what is learnt.</param>
    public NodeWatch(NodeSpec node, TimeSpan detect, ClusterClock clock, Func<int?>? processId, Action<ClusterInput> tell)
    {
        (_node, _clock, _processId, _tell) = (node, clock, processId, tell);
        _key = $"mainstay:probe:{node.Name}";
        _literal = IPAddress.TryParse(node.Address.Host, out _ip);
        Detect = detect;
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public NodeSpec Node => _node;

    /// <summary>How long the node may be silent.</summary>
    public TimeSpan Detect { get; set; }

    /// <summary>What it said of itself last; null when it does not answer.</summary>
    public MemcachedStats? Stats => _stats;

    private TimeSpan Limit => Detect / 2 > ShortestLimit ? Detect / 2 : ShortestLimit;

    /// <summary>Asks at once, on a fresh connection.</summary>
    public void Suspect()
    {
        if (_distrusts) return;
        _distrusts = true;
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Empties the node, over a connection of its own, if it is still the process that answers.</summary>
    /// <exception cref="MemcachedException">It was not, or is not known to be.</exception>
    public async Task FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_ip is not { } ip) throw new MemcachedException($"its host {_node.Address.Host} has no known address");
        using var connection = await MemcachedConnection.OpenAsync(new IPEndPoint(ip, _node.Address.Port), limit, _clock.Time, cancellationToken).ConfigureAwait(false);
        var found = await connection.StatsAsync(limit, cancellationToken).ConfigureAwait(false);
        CheckOurs(found);
        if (!found.Identity.IsSame(_stats?.Identity)) throw new MemcachedException("another process answers than before");
        await connection.FlushAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection?.Dispose();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var asked = _clock.Now;
            var fresh = _connection is null;
            try
            {
                await ResolveAsync().ConfigureAwait(false);
                await AskAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // Whatever it was, it was no answer.
                Drop();
                if (e is MemcachedException { Refused: true })
                {
                    _silentSince = null;
                    _stats = null;
                    _tell(new ClusterInput.NodeRefused(_node.Name, _processId?.Invoke() is not null));
                }
                else
                {
                    _silentSince ??= asked;
                    _tell(new ClusterInput.NodeSilent(_node.Name, _silentSince.Value));

                    // The connection may have been at fault: a fresh one is asked before anything is waited for.
                    if (!fresh) continue;
                    _stats = null;
                }
            }

            await PauseAsync().ConfigureAwait(false);
        }
    }

    private async Task AskAsync()
    {
        if (_distrusts)
        {
            _distrusts = false;
            Drop();
        }

        if (_connection is null)
        {
            if (_ip is not { } ip) throw new MemcachedException($"its host {_node.Address.Host} has no known address");
            _connection = await MemcachedConnection.OpenAsync(new IPEndPoint(ip, _node.Address.Port), Limit, _clock.Time, _stop.Token).ConfigureAwait(false);
            _statsAt = _clock.Now;
        }

        if (_clock.Now >= _statsAt)
        {
            var stats = await _connection.StatsAsync(Limit, _stop.Token).ConfigureAwait(false);
            CheckOurs(stats);
            _stats = stats;
            await _connection.StoreAsync(_key, KeySeconds, Limit, _stop.Token).ConfigureAwait(false);
            _statsAt = _clock.Now + BetweenStats;
        }
        else
        {
            await _connection.AskAsync(_key, Limit, _stop.Token).ConfigureAwait(false);
        }

        _silentSince = null;
        if (_stats is { } known) _tell(new ClusterInput.NodeAnswered(_node.Name, known.Identity, known.Version));
    }

    // Somebody else's server at the address of a node of ours is neither used nor emptied: the node is not there.
    private void CheckOurs(MemcachedStats stats)
    {
        if (_processId is not null && _processId() != stats.Identity.ProcessId) throw new MemcachedException("a process that is not ours answers", refused: true);
    }

    private async Task ResolveAsync()
    {
        if (_literal || _clock.Now < _resolveAt) return;
        _resolveAt = _clock.Now + BetweenNames;
        if (await HostNames.ResolveAsync(_node.Address.Host, _stop.Token).ConfigureAwait(false) is not { } ip)
        {
            if (_ip is null) _resolveAt = null;
            return;
        }

        if (ip.Equals(_ip)) return;
        _ip = ip;
        Drop();
        if (ip.AddressFamily == AddressFamily.InterNetwork) _tell(new ClusterInput.AddressResolved(_node.Name, ip.ToString()));
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private async Task PauseAsync()
    {
        // However often it is suspected.
        await Task.Delay(ShortestPause, _clock.Time, _stop.Token).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Between, _clock.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        await _woken.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
