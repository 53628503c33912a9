using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Benching;

namespace Mainstay.Bench.Endpoint;

/// <summary>What to measure.</summary>
internal sealed record BenchOptions
{
    public static string Usage { get; } = $"""
        usage: endpoint-bench [--cells named|full] [--rounds N] [--systems NAME,NAME] [--seconds N] [--idle N] [--json FILE]
          --cells    named: those that promises are about; full: all others once as well; full
          --rounds   of the named cells; 5
          --systems  of {string.Join(", ", SystemNames.All)}; all
          --seconds  that a cell is to take; 2
          --idle     connections of the memory measurement, 0 for none; 10000
          --json     writes the figures there
        Progress goes to standard error, tables to standard output. Exits 3 when something could not be measured, else 0: verdicts are information.
        """;

    /// <summary>Measured in the first round.</summary>
    public IReadOnlyList<Cell> Cells { get; private init; } = CellMatrix.Full;

    /// <summary>How often the named cells are measured.</summary>
    public int Rounds { get; private init; } = 5;

    public IReadOnlyList<SystemKind> Systems { get; private init; } = Enum.GetValues<SystemKind>();

    /// <summary>How long a cell is to take.</summary>
    public TimeSpan Length { get; private init; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections that are held open for the memory that each takes.</summary>
    public int Idle { get; private init; } = 10_000;

    /// <summary>The file for the figures; null for none.</summary>
    public string? Json { get; private init; }

    /// <exception cref="FormatException">The message says what is wrong with them.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        foreach (var (name, value) in OptionText.Pairs(arguments))
        {
            options = name switch
            {
                "--cells" => options with { Cells = value switch { "named" => CellMatrix.Named, "full" => CellMatrix.Full, _ => throw new FormatException($"--cells is named or full, not \"{value}\"") } },
                "--rounds" => options with { Rounds = OptionText.Number(name, value, 1, 100) },
                "--systems" => options with { Systems = Kinds(name, value) },
                "--seconds" => options with { Length = TimeSpan.FromSeconds(OptionText.Number(name, value, 1, 60)) },
                "--idle" => options with { Idle = OptionText.Number(name, value, 0, 10_000) },
                "--json" => options with { Json = value },
                _ => throw new FormatException($"{name} is no option"),
            };
        }

        return options;
    }

    private static IReadOnlyList<SystemKind> Kinds(string name, string value) =>
        [.. value.Split(',').Select(word => SystemNames.Find(word) ?? throw new FormatException($"{name}: \"{word}\" is none of {string.Join(", ", SystemNames.All)}")).Distinct().Order()];
}
