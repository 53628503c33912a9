namespace Mainstay.Bench.Memcached.Cells;

/// <summary>The shapes that are measured.</summary>
internal static class CellMatrix
{
    private static readonly int[] Connections = [1, 50, 400], Pipelines = [1, 16], Sizes = [64, 4096];

    public static Cell Fifty { get; } = new(CommandKind.Get, 64, 50, 1);

    public static Cell Pipelined { get; } = new(CommandKind.Get, 64, 50, 16);

    /// <summary>Those that are run in every round.</summary>
    public static IReadOnlyList<Cell> Named { get; } =
        [Fifty, Pipelined, new(CommandKind.Set, 64, 50, 1), new(CommandKind.Mixed, 64, 50, 1), new(CommandKind.Get, 64, 400, 1), new(CommandKind.Get, 64, 1, 1), new(CommandKind.Get, 4096, 50, 1)];

    /// <summary>The named ones and all others.</summary>
    public static IReadOnlyList<Cell> Full { get; } =
    [
        .. Named.Concat(from size in Sizes from command in Enum.GetValues<CommandKind>() from connections in Connections from pipeline in Pipelines
                        select new Cell(command, size, connections, pipeline)).Distinct(),
    ];
}
