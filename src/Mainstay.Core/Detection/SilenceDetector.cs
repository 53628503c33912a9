using Mainstay.Core.Failover;

namespace Mainstay.Core.Detection;

/// <summary>
/// Judges one node from what its prober saw of it: answers and losses of the open connection, attempts at a fresh one, and the state of
/// its process where that is known. Pure: the prober tells what happened and when, and asks for a <see cref="Verdict"/> several times
/// within each detection time.
/// </summary>
public sealed class SilenceDetector
{
    private readonly DetectionLimits _limits;
    private readonly ProcessWatch _process = new();
    private Instant _lastJudged;
    private Instant _lastKnown;
    private Instant _silentFrom;
    private Instant? _freshFrom;
    private bool _freshPending;
    private bool _freshRefused;
    private bool _openLost = true;
    private bool _ended;
    private bool _busy;

    /// <summary>Begins at <paramref name="now"/> with no connection: the first verdict asks for a fresh one.</summary>
    public SilenceDetector(DetectionLimits limits, Instant now)
    {
        _limits = limits;
        _lastJudged = _lastKnown = _silentFrom = now;
    }

    /// <summary>The node gave a report. Whatever was thought of it before is void.</summary>
    public void Answered(Instant now)
    {
        _lastKnown = _silentFrom = now;
        (_freshFrom, _freshPending, _freshRefused) = (null, false, false);
        (_openLost, _ended, _busy) = (false, false, false);
        _process.Forget();
    }

    /// <summary>The node answered that it is occupied (<c>-BUSY</c>, <c>-LOADING</c>): alive, though without a report.</summary>
    public void AnsweredBusy(Instant now)
    {
        Answered(now);
        _busy = true;
    }

    /// <summary>The open connection ended. That alone proves nothing: it may have been killed by a <c>CLIENT KILL</c>.</summary>
    public void OpenLost() => _openLost = true;

    /// <summary>An attempt at a fresh connection was begun.</summary>
    public void FreshBegun(Instant now)
    {
        _freshPending = true;
        _freshFrom ??= now;
    }

    /// <summary>The attempt was refused: nobody listens there.</summary>
    public void FreshRefused() => (_freshPending, _freshRefused) = (false, true);

    /// <summary>The attempt ended otherwise than by an answer or a refusal. The time spent on attempts goes on counting.</summary>
    public void FreshFailed() => (_freshPending, _freshRefused) = (false, false);

    /// <summary>What the operating system says of the process; null when it is of another host or none is known.</summary>
    public void Sampled(Instant now, ProcessSample? sample) => _process.Sampled(now, sample, _limits.ProcessWindow);

    /// <summary>The supervisor saw the process end.</summary>
    public void ProcessEnded(Instant now)
    {
        if (!_ended) _lastKnown = now;
        (_ended, _openLost, _busy, _freshPending, _freshRefused) = (true, true, false, false, false);
        _process.Forget();
    }

    /// <summary>A process was started there: it has the whole detection time to answer the first time.</summary>
    public void ProcessStarted(Instant now)
    {
        Answered(now);
        _openLost = true;
    }

    /// <summary>What is to be thought of the node at <paramref name="now"/>, and whether a fresh connection is to be opened.</summary>
    public Verdict Judge(Instant now)
    {
        DiscountOwnPause(now);
        var openFresh = !_freshPending && (_openLost || now - _silentFrom >= _limits.OpenFreshAfter);
        return new Verdict(Evidence(now), _lastKnown, openFresh);
    }

    private UnreachableEvidence? Evidence(Instant now)
    {
        // 1. An end seen by the supervisor, or nobody listening where a connection was lost, counts at once. A process that is known to be
        //    there may refuse for a moment (not listening yet, or no longer): then its silence is timed like any other.
        if (_ended) return UnreachableEvidence.ProcessGone;
        if (_openLost && _freshRefused && !_process.Alive) return UnreachableEvidence.ProcessGone;

        // 2. Both ways must have been tried for long enough.
        var silent = now - _silentFrom >= _limits.Detect
            && _freshFrom is { } fresh && now - fresh >= _limits.FreshPatience;
        if (!silent) return _busy ? UnreachableEvidence.Busy : null;

        // 3. A stopped process cannot answer; one at work may, and is given longer.
        if (_process.Stopped || !_process.Working(_limits.ProcessWindow)) return UnreachableEvidence.Silent;
        return now - _silentFrom >= _limits.BusyTolerance ? UnreachableEvidence.Silent : UnreachableEvidence.Busy;
    }

    private void DiscountOwnPause(Instant now)
    {
        var gap = now - _lastJudged;
        _lastJudged = now;
        if (gap <= _limits.OwnPause) return;
        if (_silentFrom < now - gap) _silentFrom += gap;
        else _silentFrom = now;
        if (_freshFrom is { } fresh) _freshFrom = fresh < now - gap ? fresh + gap : now;
    }
}
