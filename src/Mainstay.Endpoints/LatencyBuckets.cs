using System.Collections.Immutable;

namespace Mainstay.Endpoints;

/// <summary>How many commands of an endpoint took at most how long, since its start.</summary>
/// <param name="Counts">For each of <see cref="Bounds"/>: how many took no longer.</param>
/// <param name="Commands">How many there were.</param>
/// <param name="Total">How long all of them took together.</param>
public sealed record LatencyBuckets(ImmutableArray<long> Counts, long Commands, TimeSpan Total)
{
    /// <summary>100 µs to 10 s. A time is known to one part in a hundred.</summary>
    public static ImmutableArray<TimeSpan> Bounds { get; } =
        [.. new[] { 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000 }.Select(milliseconds => TimeSpan.FromMicroseconds(milliseconds * 1000))];

    /// <summary>Of no command.</summary>
    public static LatencyBuckets None { get; } = new([.. Bounds.Select(_ => 0L)], 0, TimeSpan.Zero);
}
