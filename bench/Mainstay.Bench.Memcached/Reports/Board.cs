using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.Kills;
using Mainstay.Bench.Memcached.ManyKeys;
using Mainstay.Bench.Memcached.Metering;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached.Reports;

/// <summary>All that was measured so far.</summary>
internal sealed class Board
{
    private readonly Dictionary<(Cell Cell, SystemKind System), List<Figures>> _runs = [];
    private readonly Dictionary<SystemKind, List<ManyKeysFigures>> _manyKeys = [];
    private readonly Dictionary<SystemKind, List<KillFigures>> _kills = [];

    /// <summary>What was run, in the order in which it was first.</summary>
    public IReadOnlyList<(Cell Cell, SystemKind System)> Cells => [.. _runs.Keys.Select(key => key.Cell).Distinct().SelectMany(cell => _runs.Keys.Where(key => key.Cell == cell).OrderBy(key => key.System))];

    public IReadOnlyDictionary<SystemKind, List<KillFigures>> Kills => _kills;

    public Dictionary<SystemKind, IdleFigures> Idle { get; } = [];

    /// <summary>What could not be measured, in sentences.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Medians over the rounds.</summary>
    public IReadOnlyDictionary<SystemKind, ManyKeysFigures> ManyKeys => _manyKeys.ToDictionary(pair => pair.Key, pair => ManyKeysFigures.MedianOf(pair.Value));

    public void Add(Cell cell, SystemKind system, Figures figures) => Add(_runs, (cell, system), figures);

    public void Add(SystemKind system, ManyKeysFigures figures) => Add(_manyKeys, system, figures);

    public void Add(SystemKind system, KillFigures figures) => Add(_kills, system, figures);

    public IReadOnlyList<Figures> RunsOf(Cell cell, SystemKind system) => _runs.TryGetValue((cell, system), out var runs) ? runs : [];

    /// <summary>Medians over the rounds; null when it was not measured.</summary>
    public Figures? Find(Cell cell, SystemKind system) => _runs.TryGetValue((cell, system), out var runs) ? Figures.MedianOf(runs) : null;

    private static void Add<TKey, TFigures>(Dictionary<TKey, List<TFigures>> all, TKey key, TFigures figures)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var runs)) all[key] = runs = [];
        runs.Add(figures);
    }
}
