using System.Globalization;
using Mainstay.Bench.Failover.Clients;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;

namespace Mainstay.Bench.Failover;

/// <summary>What to measure.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: failover-bench [--runs N] [--events crash,hang,switchover] [--clients stackexchange,plain] [--systems mainstay,sentinel]
                              [--writers N] [--rate N] [--sentinel-min-replicas N] [--json FILE]
          --runs     of each event, system and client; 20
          --writers  each with one write under way at most; 50
          --rate     writes per second of all writers together; 1000
          --sentinel-min-replicas  min-replicas-to-write of the servers under Sentinel; 0, as Redis comes
          --json     writes the figures there, anew after every round
        Progress goes to standard error, the table to standard output. Exits 1 when Mainstay's figures are worse than promised.
        """;

    public int Runs { get; private init; } = 20;

    public IReadOnlyList<GapEvent> Events { get; private init; } = Enum.GetValues<GapEvent>();

    public IReadOnlyList<ClientKind> Clients { get; private init; } = Enum.GetValues<ClientKind>();

    public IReadOnlyList<SystemKind> Systems { get; private init; } = Enum.GetValues<SystemKind>();

    public int Writers { get; private init; } = 50;

    public int Rate { get; private init; } = 1000;

    /// <summary><c>min-replicas-to-write</c> of the servers under Sentinel.</summary>
    public int SentinelMinReplicas { get; private init; }

    /// <summary>The file for the figures; null for none.</summary>
    public string? Json { get; private init; }

    /// <exception cref="FormatException">The message says what is wrong with them.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value"));
            options = name switch
            {
                "--runs" => options with { Runs = Number(name, value, 1000) },
                "--events" => options with { Events = Kinds<GapEvent>(name, value) },
                "--clients" => options with { Clients = Kinds<ClientKind>(name, value) },
                "--systems" => options with { Systems = Kinds<SystemKind>(name, value) },
                "--writers" => options with { Writers = Number(name, value, 1000) },
                "--rate" => options with { Rate = Number(name, value, 100_000) },
                "--sentinel-min-replicas" => options with { SentinelMinReplicas = Number(name, value, 2, least: 0) },
                "--json" => options with { Json = value },
                _ => throw new FormatException($"{name} is no option"),
            };
        }

        return options;
    }

    private static int Number(string name, string value, int most, int least = 1) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is a number from {least} to {most}, not \"{value}\"");

    private static IReadOnlyList<T> Kinds<T>(string name, string value)
        where T : struct, Enum =>
        [.. value.Split(',').Select(word => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(kind => word.Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"{name}: \"{word}\" is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}")).Distinct()];
}
