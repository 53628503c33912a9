using System.Threading.Channels;
using Mainstay.Core;
using Mainstay.Core.Configuration;
using Mainstay.Core.Detection;
using Mainstay.Core.Failover;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Control.Probing;

/// <summary>
/// Looks at one node for as long as it lives: asks for reports on an open connection, tries a fresh one when that falls silent, and lets a
/// <see cref="SilenceDetector"/> judge. All state belongs to one loop, which turns at a timer and whenever something ended.
/// </summary>
internal sealed partial class NodeProber : IAsyncDisposable
{
    private readonly NodeSpec _node;
    private readonly NodeDialer _dialer;
    private readonly Func<ProcessActivity?> _activity;
    private readonly ISightings _sightings;
    private readonly PeerNames _peers;
    private readonly ControlClock _clock;
    private readonly ILogger _logger;
    private readonly TimeSpan _detect;
    private readonly ProbeTimes _times;
    private readonly SilenceDetector _detector;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();

    private NodeConnection? _open;
    private Task<NodeReport>? _asked;
    private Task<(NodeConnection Connection, NodeReport Report)>? _fresh;
    private Instant _nextProbe;
    private Instant _nextFresh;
    private Instant _nextEvidence;
    private UnreachableEvidence? _evidence;
    private int _probeNow;
    private int _ended;
    private int _started;
    private Task _loop = Task.CompletedTask;

    /// <param name="node">Whom.</param>
    /// <param name="detect">How long it may be silent.</param>
    /// <param name="dialer">Opens control connections.</param>
    /// <param name="activity">What the operating system says of its process; null where it is not known.</param>
    /// <param name="sightings">Who is told.</param>
    /// <param name="peers">Puts what it says of others into the words of the configuration.</param>
    /// <param name="clock">The controller's.</param>
    /// <param name="logger">Told of changes of verdict.</param>
    public NodeProber(
        NodeSpec node, TimeSpan detect, NodeDialer dialer, Func<ProcessActivity?> activity, ISightings sightings, PeerNames peers, ControlClock clock, ILogger<NodeProber> logger)
    {
        (_node, _detect, _dialer, _activity, _sightings, _peers, _clock, _logger) = (node, detect, dialer, activity, sightings, peers, clock, logger);
        _times = ProbeTimes.For(detect);
        _detector = new SilenceDetector(DetectionLimits.For(detect), clock.Now);
        _nextProbe = _nextFresh = _nextEvidence = clock.Now;
    }

    /// <summary>Begins to look.</summary>
    public void Start() => _loop = Task.Run(LoopAsync);

    /// <summary>Asks at once, without waiting for the next turn.</summary>
    public void ProbeNow()
    {
        Volatile.Write(ref _probeNow, 1);
        Wake();
    }

    /// <summary>The supervisor saw the process end: its connections are of no use, and what may still come on them is void.</summary>
    public void ProcessEnded()
    {
        Volatile.Write(ref _ended, 1);
        Wake();
    }

    /// <summary>A process was started there and answers: look at once, and forget what was thought of its predecessor.</summary>
    public void ProcessStarted()
    {
        Volatile.Write(ref _started, 1);
        Wake();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Wake();
        await _loop;
        DropOpen();
        if (_fresh is not null) await DropFreshAsync(_fresh);
        _stop.Dispose();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task LoopAsync()
    {
        await using var timer = _clock.Time.CreateTimer(_ => Wake(), null, TimeSpan.Zero, _times.Turn);
        while (!_stop.IsCancellationRequested)
        {
            await _wake.Reader.ReadAsync();
            try
            {
                Turn(_clock.Now);
            }
            catch (Exception e)
            {
                // A defect here must not blind the group: the next turn begins with connections of its own.
                Log.TurnFailed(_logger, _node.Name, e);
                DropOpen();
                _detector.OpenLost();
            }
        }
    }

    private void Turn(Instant now)
    {
        if (Interlocked.Exchange(ref _ended, 0) == 1) TakeEnd(now);
        if (Interlocked.Exchange(ref _started, 0) == 1) TakeStart(now);
        TakeOpen(now);
        TakeFresh(now);
        // While it answers, nobody needs to know what its process does.
        if (_open is null || _asked is not null) _detector.Sampled(now, Sample());
        Ask(now);
        var verdict = _detector.Judge(now);
        if (verdict.OpenFresh && _fresh is null && now >= _nextFresh) OpenFresh(now);
        Tell(verdict, now);
    }

    private void TakeEnd(Instant now)
    {
        DropAll();
        _nextFresh = now + _times.Period;
        _detector.ProcessEnded(now);
    }

    private void TakeStart(Instant now)
    {
        // A node that was already running when its start was ordered goes on as it is.
        if (_open is not null) return;
        DropAll();
        _nextFresh = now;
        _detector.ProcessStarted(now);
    }

    private void DropAll()
    {
        DropOpen();
        if (_fresh is { } fresh) _ = DropFreshAsync(fresh);
        _fresh = null;
    }

    private void TakeOpen(Instant now)
    {
        if (_asked is not { IsCompleted: true } asked) return;
        _asked = null;
        if (asked.IsCompletedSuccessfully)
        {
            _detector.Answered(now);
            _sightings.Reported(_node.Name, _peers.Translate(asked.Result));
        }
        else if (asked.Exception?.InnerException is NodeException { Alive: true } refused)
        {
            _detector.AnsweredBusy(now);
            Told(refused);
        }
        else
        {
            DropOpen();
            _detector.OpenLost();
        }
    }

    private void TakeFresh(Instant now)
    {
        if (_fresh is not { IsCompleted: true } fresh) return;
        _fresh = null;
        if (fresh.IsCompletedSuccessfully)
        {
            // The open connection, if there still is one, did not answer for so long that the fresh one takes its place.
            DropOpen();
            _open = fresh.Result.Connection;
            _nextProbe = now + _times.Period;
            _detector.Answered(now);
            _peers.Learn(_node.Address, _open.Remote);
            _sightings.Reported(_node.Name, _peers.Translate(fresh.Result.Report));
            return;
        }

        switch (fresh.Exception?.InnerException)
        {
            case NodeException { Alive: true } refused:
                _detector.AnsweredBusy(now);
                _detector.OpenLost();
                Told(refused);
                break;
            case NodeException { Fault: NodeFault.Refused }:
                _detector.FreshRefused();
                break;
            default:
                _detector.FreshFailed();
                break;
        }
    }

    /// <summary>It lives and gives no report: what it says instead is for people, busy as it may be.</summary>
    private void Told(NodeException refused)
    {
        if (!refused.Occupied) _sightings.Refused(_node.Name, refused.Message);
    }

    private ProcessSample? Sample()
    {
        const long TicksPerSecond = 100;
        return _activity() is { } activity
            ? new ProcessSample(activity.State, TimeSpan.FromTicks(activity.ProcessorTicks * (TimeSpan.TicksPerSecond / TicksPerSecond)))
            : null;
    }

    private void Ask(Instant now)
    {
        if (_open is null || _asked is not null) return;
        if (Interlocked.Exchange(ref _probeNow, 0) == 0 && now < _nextProbe) return;
        _nextProbe = now + _times.Period;
        _asked = AskAsync(_open);
        WakeAtEnd(_asked);
    }

    private async Task<NodeReport> AskAsync(NodeConnection connection) =>
        NodeQuestions.ReadReport(await connection.ExchangeAsync(NodeQuestions.Report, Timeout.InfiniteTimeSpan, _stop.Token));

    private void OpenFresh(Instant now)
    {
        _nextFresh = now + _times.Period;
        _detector.FreshBegun(now);
        _fresh = FreshAsync();
        WakeAtEnd(_fresh);
    }

    private async Task<(NodeConnection Connection, NodeReport Report)> FreshAsync()
    {
        var (connection, replies) = await _dialer.OpenAsync(_node, NodeQuestions.Report, _detect, _stop.Token);
        try
        {
            return (connection, NodeQuestions.ReadReport(replies));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Tell(Verdict verdict, Instant now)
    {
        if (verdict.Evidence != _evidence) Log.Verdict(_logger, _node.Name, verdict.Evidence?.ToString() ?? "answering");
        else if (now < _nextEvidence) return;
        _evidence = verdict.Evidence;
        if (verdict.Evidence is not { } evidence) return;
        _nextEvidence = now + _times.Period;
        _sightings.Unreachable(_node.Name, evidence, verdict.Since);
    }

    private void DropOpen()
    {
        // Who still reads there sees the end; nobody waits for that any more.
        _open?.Dispose();
        _open = null;
        _asked = null;
    }

    private static async Task DropFreshAsync(Task<(NodeConnection Connection, NodeReport Report)> fresh)
    {
        try
        {
            (await fresh).Connection.Dispose();
        }
        catch (Exception e) when (e is NodeException or OperationCanceledException)
        {
            // It was not wanted any more.
        }
    }

    private void WakeAtEnd(Task task) => task.ContinueWith(
        static (done, prober) =>
        {
            _ = done.Exception;
            ((NodeProber)prober!).Wake();
        },
        this,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Node} is {Verdict}", EventName = "NodeVerdict")]
        public static partial void Verdict(ILogger logger, string node, string verdict);

        [LoggerMessage(2, LogLevel.Error, "a look at {Node} failed", EventName = "ProbeFailed")]
        public static partial void TurnFailed(ILogger logger, string node, Exception exception);
    }
}
