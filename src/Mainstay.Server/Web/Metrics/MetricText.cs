using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Mainstay.Server.Web.Metrics;

/// <summary>
/// Writes metrics in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). A writer of our own: what is
/// told is read at the moment of the question, from figures that are kept anyway, and the exporter of OpenTelemetry, a beta, would want a second
/// set of instruments to feed.
/// </summary>
internal static class MetricText
{
    /// <summary>The media type that tells the version.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All metrics of all groups and clusters, in the order of the table; a metric without values is left out.</summary>
    public static string Of(ImmutableArray<Reading> readings)
    {
        var text = new StringBuilder();
        foreach (var metric in MetricTable.All)
        {
            var samples = readings.SelectMany(metric.Samples).ToList();
            if (samples.Count == 0) continue;
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(metric.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(Word.Of(metric.Kind)).Append('\n');
            foreach (var sample in samples) Append(text, metric, sample);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Metric metric, Sample sample)
    {
        text.Append(metric.Name).Append(sample.Suffix).Append('{');
        for (var i = 0; i < sample.Labels.Length; i++) Label(text, i, metric.Labels[i], sample.Labels[i]);
        if (sample.UpTo is { } bound) Label(text, sample.Labels.Length, "le", Number(bound));
        text.Append("} ").Append(Number(sample.Value)).Append('\n');
    }

    private static void Label(StringBuilder text, int index, string name, string value)
    {
        if (index > 0) text.Append(',');
        text.Append(name).Append("=\"");
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);
}
