namespace Mainstay.Endpoints;

/// <summary>
/// How long commands of an endpoint took, from their receipt to their reply, holding included: half of them, 99 of 100 and 999 of 1000 no longer
/// than this, in milliseconds, to one part in a hundred. Commands that block, subscriptions and MONITOR are left out.
/// </summary>
public sealed record LatencyFigures
{
    /// <summary>How many these are.</summary>
    public long Commands { get; init; }

    /// <summary>The median.</summary>
    public double P50Ms { get; init; }

    /// <summary>Of 99 in 100.</summary>
    public double P99Ms { get; init; }

    /// <summary>Of 999 in 1000.</summary>
    public double P999Ms { get; init; }

    /// <summary>The longest.</summary>
    public double MaxMs { get; init; }
}
