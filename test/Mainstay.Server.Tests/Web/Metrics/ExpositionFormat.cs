using System.Globalization;
using System.Text.RegularExpressions;

namespace Mainstay.Server.Tests.Web.Metrics;

/// <summary>
/// Whether a text is one that Prometheus takes: its format 0.0.4, read by the grammar of its own documentation, and what its linter asks of it.
/// </summary>
internal static partial class ExpositionFormat
{
    public static void Check(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var seen = new HashSet<string>();
        var families = new HashSet<string>();
        string? family = null, type = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                (family, type) = (help.Groups[1].Value, null);
                Assert.True(families.Add(family), $"{family} comes in two places");
            }
            else if (Type().Match(line) is { Success: true } told)
            {
                Assert.Equal(family, told.Groups[1].Value);
                type = told.Groups[2].Value;
            }
            else
            {
                var sample = Series().Match(line);
                Assert.True(sample.Success, $"no line of the format: {line}");
                Assert.NotNull(type);
                var name = sample.Groups[1].Value;
                Assert.Contains(name, type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : new[] { family! });
                Assert.DoesNotContain("quantile=", line, StringComparison.Ordinal);
                Assert.True(seen.Add(name + sample.Groups[2].Value), $"twice: {line}");
                Assert.True(sample.Groups[3].Value == "+Inf" || double.TryParse(sample.Groups[3].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _), line);
            }
        }

        CheckBuckets(text);
    }

    /// <summary>Buckets grow, and the last is the count.</summary>
    private static void CheckBuckets(string text)
    {
        foreach (var buckets in Bucket().Matches(text).GroupBy(bucket => (Name: bucket.Groups[1].Value, Labels: bucket.Groups[2].Value)))
        {
            var counts = buckets.Select(bucket => double.Parse(bucket.Groups[4].Value, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(counts.Order(), counts);
            Assert.Equal("+Inf", buckets.Last().Groups[3].Value);
            Assert.Contains($"\n{buckets.Key.Name}_count{{{buckets.Key.Labels}}} {counts[^1].ToString(CultureInfo.InvariantCulture)}\n", text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*"(?:,(?=[a-z])|(?=\})))*\})? (\S+)$""")]
    private static partial Regex Series();

    [GeneratedRegex("""^(\w+)_bucket\{(.*),le="([^"]+)"\} (\S+)$""", RegexOptions.Multiline)]
    private static partial Regex Bucket();
}
