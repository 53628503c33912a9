using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Labels">The values of its labels, in the metric's order.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Sample(ImmutableArray<string> Labels, double Value)
{
    /// <summary>Of a histogram: what stands behind the name.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>Of a histogram's bucket: the longest that it holds; null for all else.</summary>
    public double? UpTo { get; init; } = null;
}
