using System.Diagnostics;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>How long answers took, in microseconds; all beyond a second count as one.</summary>
internal sealed class LatencyTable
{
    private readonly int[] _counts = new int[1_000_001];

    public long Count { get; private set; }

    public void Add(long ticks)
    {
        _counts[Math.Min(ticks * 1_000_000 / Stopwatch.Frequency, _counts.Length - 1)]++;
        Count++;
    }

    /// <summary>Milliseconds that so large a part of them took at most.</summary>
    public double At(double part)
    {
        var (left, at) = ((long)Math.Ceiling(part * Count), 0);
        while (at < _counts.Length - 1 && (left -= _counts[at]) > 0) at++;
        return at / 1000.0;
    }
}
