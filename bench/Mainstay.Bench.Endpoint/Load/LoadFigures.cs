namespace Mainstay.Bench.Endpoint.Load;

/// <summary>What redis-benchmark saw.</summary>
internal sealed record LoadFigures(double CommandsPerSecond, double P50Ms, double P99Ms)
{
    /// <param name="csv">What it prints with <c>--csv</c>: a line of names, then one line for its only test.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static LoadFigures Parse(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.StartsWith('"')).Select(Fields).ToList();
        if (lines is not [var names, var values] || names.Length != values.Length) throw new FormatException($"these are no figures of redis-benchmark: {csv}");
        var by = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        double Of(string name) => by.TryGetValue(name, out var text) && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"redis-benchmark told no {name}; it must be of version 6.2 or later: {csv}");
        return new LoadFigures(Of("rps"), Of("p50_latency_ms"), Of("p99_latency_ms"));
    }

    private static string[] Fields(string line) => [.. line.Split(',').Select(field => field.Trim('"'))];
}
