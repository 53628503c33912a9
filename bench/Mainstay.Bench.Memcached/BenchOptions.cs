using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Benching;

namespace Mainstay.Bench.Memcached;

/// <summary>What to measure.</summary>
internal sealed record BenchOptions
{
    public static string Usage { get; } = $"""
        usage: memcached-bench [--cells first|named|full] [--rounds N] [--systems NAME,NAME] [--seconds N] [--kills N] [--idle N] [--json FILE]
          --cells    first: get of 64 bytes, 50 connections; named: seven; full: all others once as well; full
          --rounds   of the named cells and of gets of many keys; 5
          --systems  of {string.Join(", ", Enum.GetValues<SystemKind>().Select(MeasuredSystem.NameOf))}; all
          --seconds  that a cell takes; 2
          --kills    of a node under load; 5
          --idle     connections of the memory measurement, 0 for none; 5000
          --json     writes the figures there
        Progress goes to standard error, tables to standard output. Exits 3 when something could not be measured, else 0: verdicts are information.
        """;

    /// <summary>Measured in the first round.</summary>
    public IReadOnlyList<Cell> Cells { get; private init; } = CellMatrix.Full;

    public int Rounds { get; private init; } = 5;

    public IReadOnlyList<SystemKind> Systems { get; private init; } = Enum.GetValues<SystemKind>();

    /// <summary>How long a cell takes.</summary>
    public TimeSpan Length { get; private init; } = TimeSpan.FromSeconds(2);

    public int Kills { get; private init; } = 5;

    /// <summary>Connections that are held open for the memory that each takes.</summary>
    public int Idle { get; private init; } = 5000;

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
                "--cells" => options with { Cells = CellsOf(value) },
                "--rounds" => options with { Rounds = OptionText.Number(name, value, 1, 100) },
                "--systems" => options with { Systems = Kinds(name, value) },
                "--seconds" => options with { Length = TimeSpan.FromSeconds(OptionText.Number(name, value, 1, 60)) },
                "--kills" => options with { Kills = OptionText.Number(name, value, 0, 100) },
                "--idle" => options with { Idle = OptionText.Number(name, value, 0, 10_000) },
                "--json" => options with { Json = value },
                _ => throw new FormatException($"{name} is no option"),
            };
        }

        return options;
    }

    private static IReadOnlyList<Cell> CellsOf(string value) => value switch
    {
        "first" => [CellMatrix.Fifty],
        "named" => CellMatrix.Named,
        "full" => CellMatrix.Full,
        _ => throw new FormatException($"--cells is first, named or full, not \"{value}\""),
    };

    private static IReadOnlyList<SystemKind> Kinds(string name, string value) =>
    [
        .. value.Split(',').Select(word => Enum.GetValues<SystemKind>().Cast<SystemKind?>().FirstOrDefault(kind => MeasuredSystem.NameOf(kind!.Value) == word)
            ?? throw new FormatException($"{name}: \"{word}\" is none of the systems")).Distinct().Order(),
    ];
}
