using Mainstay.Simulation.Endpoints;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Checking;

/// <summary>
/// Which acknowledged writes may be missing at the end. Asynchronous: those that at some moment were only on copies that nobody could reach,
/// or that may not lead.
/// Synchronous: those of which no copy was left at all, neither in a process nor in a file. Whatever else is missing, we lost.
/// </summary>
public sealed class LossLedger(bool sync, SimulatedNetwork network, IReadOnlyList<SimulatedNode> nodes)
{
    private readonly HashSet<long> _acknowledged = [];
    private readonly HashSet<long> _excused = [];

    /// <summary>Writes whose clients were told that they are done.</summary>
    public IReadOnlyCollection<long> All => _acknowledged;

    /// <summary>A client was told that its write is done.</summary>
    public void Acknowledged(ClientWrite write)
    {
        _acknowledged.Add(write.Id);
        if (!sync && !nodes.Any(node => IsAvailable(node) && Holds(node.Process!.State.Data, write.Id))) _excused.Add(write.Id);
    }

    /// <summary>A fault was just done to a node or a path.</summary>
    public void FaultHappened()
    {
        var kept = new HashSet<long>();
        foreach (var node in nodes)
        {
            if (sync ? node.Process is not null : IsAvailable(node)) kept.UnionWith(LogEntry.WritesOf(node.Process!.State.Data));
            if (sync && node.File is not null) kept.UnionWith(LogEntry.WritesOf(node.File.Data));
        }

        _excused.UnionWith(_acknowledged.Where(write => !kept.Contains(write)));
    }

    /// <summary>A person accepted that what is not on the best copy is lost.</summary>
    public void ExcuseAll() => _excused.UnionWith(_acknowledged);

    /// <summary>Acknowledged writes that are not in <paramref name="data"/>.</summary>
    public IReadOnlyList<long> Missing(LogEntry? data)
    {
        var held = LogEntry.WritesOf(data);
        return [.. _acknowledged.Where(write => !held.Contains(write)).Order()];
    }

    /// <summary>Those of <see cref="Missing"/> that must not be.</summary>
    public IReadOnlyList<long> Lost(LogEntry? data) => [.. Missing(data).Where(write => !_excused.Contains(write))];

    /// <summary>A node without a vote keeps writes that nobody may lead with.</summary>
    private bool IsAvailable(SimulatedNode node) => node.MayLead && node.Process is { IsResponsive: true } && network.IsWhole(SimulatedNetwork.Control, node.Name);

    private static bool Holds(LogEntry? data, long write)
    {
        // New writes are near the end of the chain.
        for (var entry = data; entry is not null; entry = entry.Previous)
            if (entry.Write == write) return true;
        return false;
    }
}
