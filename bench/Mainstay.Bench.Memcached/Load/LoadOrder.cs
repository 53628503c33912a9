using System.Globalization;
using Mainstay.Bench.Memcached.Cells;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>What the process that loads is told on its command line.</summary>
/// <param name="Ports">One, or those of all nodes: each key is then asked of its own.</param>
internal sealed record LoadOrder(Cell Cell, IReadOnlyList<int> Ports, double Seconds)
{
    public const string Verb = "load";

    public IReadOnlyList<string> Arguments =>
    [
        Verb, Cell.Command.ToString(), Text(Cell.Size), Text(Cell.Connections), Text(Cell.Pipeline), string.Join(',', Ports.Select(port => Text(port))), Seconds.ToString(CultureInfo.InvariantCulture),
    ];

    public static LoadOrder Parse(IReadOnlyList<string> arguments) => new(
        new Cell(Enum.Parse<CommandKind>(arguments[1]), Number(arguments[2]), Number(arguments[3]), Number(arguments[4])),
        [.. arguments[5].Split(',').Select(Number)], double.Parse(arguments[6], CultureInfo.InvariantCulture));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
