using System.Globalization;

namespace Mainstay.Core;

/// <summary>
/// A point on a monotonic clock, in nanoseconds since an origin of the clock's owner. Instants of different
/// processes or of different runs must not be compared.
/// </summary>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The origin of the clock.</summary>
    public static Instant Zero => default;

    /// <summary>The instant <paramref name="span"/> after <paramref name="instant"/>.</summary>
    public static Instant operator +(Instant instant, TimeSpan span) => new(instant.Nanoseconds + (span.Ticks * TimeSpan.NanosecondsPerTick));

    /// <summary>The instant <paramref name="span"/> before <paramref name="instant"/>.</summary>
    public static Instant operator -(Instant instant, TimeSpan span) => new(instant.Nanoseconds - (span.Ticks * TimeSpan.NanosecondsPerTick));

    /// <summary>The time from <paramref name="earlier"/> to <paramref name="later"/>, rounded down to 100 ns.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) => TimeSpan.FromTicks((later.Nanoseconds - earlier.Nanoseconds) / TimeSpan.NanosecondsPerTick);

    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Seconds with three decimals, as scenarios print them: <c>1.250s</c>.</summary>
    public override string ToString() => (Nanoseconds / 1e9).ToString("0.000", CultureInfo.InvariantCulture) + "s";
}
