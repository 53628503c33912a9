namespace Mainstay.Core.Clusters;

/// <summary>The orders on one managed node's process: at most one at a time, and pauses that grow while they don't help.</summary>
internal sealed class ProcessCourse
{
    private Instant _startNotBefore;
    private Instant _killNotBefore;
    private int _starts;
    private int _kills;
    private bool _starting;
    private bool _killing;

    /// <summary>Whether its process is being started or ended.</summary>
    public bool IsUnderWay => _starting || _killing;

    /// <summary>Whether its process is being started.</summary>
    public bool IsStarting => _starting;

    /// <summary>Why the last order failed; null when it did not.</summary>
    public string? Failure { get; private set; }

    public bool TryStart(Instant now)
    {
        if (IsUnderWay || now < _startNotBefore) return false;
        _starting = true;
        _startNotBefore = now + GrowingPause.After(++_starts);
        return true;
    }

    public bool TryKill(Instant now)
    {
        if (IsUnderWay || now < _killNotBefore) return false;
        _killing = true;
        _killNotBefore = now + GrowingPause.After(++_kills);
        return true;
    }

    /// <summary>The start ended. False when none was under way.</summary>
    public bool Started(bool ok, string? why)
    {
        if (!_starting) return false;
        _starting = false;
        Failure = ok ? null : why;
        return true;
    }

    /// <summary>The end was carried out, or not. False when none was under way.</summary>
    public bool Killed(bool ok, string? why)
    {
        if (!_killing) return false;
        _killing = false;
        Failure = ok ? null : why;
        if (ok) _kills = 0;
        return true;
    }

    /// <summary>It served long enough: its next end is a new story.</summary>
    public void ProvedStable()
    {
        _starts = 0;
        _kills = 0;
        _startNotBefore = Instant.Zero;
        _killNotBefore = Instant.Zero;
    }
}
