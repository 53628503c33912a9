using System.Globalization;

namespace Mainstay.TestKit.Soaking;

/// <summary>All bursts of one kind; times in milliseconds.</summary>
public sealed record KindSummary(string Kind, int Bursts, double MedianGapMs, double LargestGapMs, double MedianWholeMs, double LargestWholeMs, long Acknowledged, long Lost, long Indeterminate,
    IReadOnlyDictionary<string, long> Errors)
{
    public static IReadOnlyList<KindSummary> Of(IEnumerable<BurstResult> bursts) =>
        [.. bursts.GroupBy(burst => burst.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => Of(kind.Key, [.. kind]))];

    public string ToRow() => string.Create(CultureInfo.InvariantCulture,
        $"| {Kind} | {Bursts} | {MedianGapMs:0} ms | {LargestGapMs:0} ms | {MedianWholeMs / 1000:0.0} s | {LargestWholeMs / 1000:0.0} s | {Acknowledged} | {Lost} | {Indeterminate} | {(Errors.Count == 0 ? "0" : string.Join(", ", Errors.Select(error => $"{error.Value} {error.Key}")))} |");

    private static KindSummary Of(string kind, IReadOnlyList<BurstResult> bursts)
    {
        var gaps = bursts.Select(burst => burst.Writes.Gap.TotalMilliseconds).Order().ToList();
        var wholes = bursts.Select(burst => burst.Writes.Whole?.TotalMilliseconds ?? 0).Order().ToList();
        var errors = bursts.SelectMany(burst => burst.Writes.Errors).GroupBy(error => error.Key).OrderBy(error => error.Key, StringComparer.Ordinal).ToDictionary(error => error.Key, error => error.Sum(one => one.Value));
        return new KindSummary(kind, bursts.Count, Rounded(gaps[gaps.Count / 2]), Rounded(gaps[^1]), Rounded(wholes[wholes.Count / 2]), Rounded(wholes[^1]),
            bursts.Sum(burst => burst.Writes.Acknowledged), bursts.Sum(burst => burst.Writes.Lost), bursts.Sum(burst => burst.Writes.Indeterminate), errors);
    }

    private static double Rounded(double milliseconds) => Math.Round(milliseconds, 1);
}
