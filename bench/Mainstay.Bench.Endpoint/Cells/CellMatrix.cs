namespace Mainstay.Bench.Endpoint.Cells;

/// <summary>The shapes that are measured.</summary>
internal static class CellMatrix
{
    private static readonly int[] Connections = [1, 50, 400, 5000], Pipelines = [1, 16], Sizes = [64, 4096];

    public static Cell Fifty { get; } = new(CommandKind.Get, 64, 50, 1);

    public static Cell FourHundred { get; } = new(CommandKind.Get, 64, 400, 1);

    public static Cell Pipelined { get; } = new(CommandKind.Get, 64, 50, 16);

    public static Cell Single { get; } = new(CommandKind.Get, 64, 1, 1);

    /// <summary>Those that promises are about.</summary>
    public static IReadOnlyList<Cell> Named { get; } = [Fifty, FourHundred, Pipelined, Single];

    /// <summary>The named ones and all others; a size at a time, so that data is loaded once for each.</summary>
    public static IReadOnlyList<Cell> Full { get; } =
    [
        .. Named.Concat(from size in Sizes from command in Enum.GetValues<CommandKind>() from connections in Connections from pipeline in Pipelines
                        select new Cell(command, size, connections, pipeline)).Distinct(),
    ];
}
