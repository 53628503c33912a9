using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Metering;
using Mainstay.Bench.Endpoint.Systems;

namespace Mainstay.Bench.Endpoint.Reports;

/// <summary>All that was measured of cells so far.</summary>
internal sealed class Board
{
    private readonly Dictionary<(Cell Cell, SystemKind System), List<Figures>> _runs = [];

    /// <summary>In the order in which they were measured first.</summary>
    public IReadOnlyList<Cell> Cells => [.. _runs.Keys.Select(key => key.Cell).Distinct()];

    /// <summary>What could not be measured, in sentences.</summary>
    public List<string> Failures { get; } = [];

    public void Add(Cell cell, SystemKind system, Figures figures)
    {
        if (!_runs.TryGetValue((cell, system), out var runs)) _runs[(cell, system)] = runs = [];
        runs.Add(figures);
    }

    /// <summary>Those measured in <paramref name="cell"/>, in the order of the tables.</summary>
    public IReadOnlyList<SystemKind> SystemsOf(Cell cell) => [.. _runs.Keys.Where(key => key.Cell == cell).Select(key => key.System).Order()];

    public IReadOnlyList<Figures> RunsOf(Cell cell, SystemKind system) => _runs.TryGetValue((cell, system), out var runs) ? runs : [];

    /// <summary>Medians over the rounds; null when it was not measured.</summary>
    public Figures? Find(Cell cell, SystemKind system) => _runs.TryGetValue((cell, system), out var runs) ? Figures.MedianOf(runs) : null;
}
