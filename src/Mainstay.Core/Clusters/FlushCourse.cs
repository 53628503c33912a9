namespace Mainstay.Core.Clusters;

/// <summary>The flushes of one node from its return until it serves.</summary>
internal sealed class FlushCourse
{
    /// <summary>What a hung process still has in its sockets is worked off by then.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private bool _underWay;
    private bool _void;
    private int _failures;
    private Instant _notBefore;

    /// <summary>How many are still to be done; null before that was decided.</summary>
    public int? Left { get; set; }

    /// <summary>Why the last one failed; null when it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>What was done does not count any more, nor does what is under way.</summary>
    public void BeginAnew()
    {
        Left = null;
        _void = _underWay;
        _failures = 0;
        _notBefore = Instant.Zero;
    }

    /// <summary>Whether one is to be begun now; it is under way from then on.</summary>
    public bool TryBegin(Instant now)
    {
        if (_underWay || now < _notBefore) return false;
        _underWay = true;
        return true;
    }

    /// <summary>One ended. False when it does not count.</summary>
    public bool Ended(bool ok, string? why, Instant now)
    {
        if (!_underWay) return false;
        _underWay = false;
        if (_void)
        {
            _void = false;
            return false;
        }

        Failure = ok ? null : why;
        if (ok) Left--;
        _failures = ok ? 0 : _failures + 1;
        _notBefore = now + (ok ? Between : GrowingPause.After(_failures));
        return true;
    }
}
