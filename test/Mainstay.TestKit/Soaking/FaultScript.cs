namespace Mainstay.TestKit.Soaking;

/// <summary>A sequence of bursts of one or two faults that a seed determines. Pure.</summary>
public sealed class FaultScript(int seed)
{
    /// <summary>One burst of this many has two faults within two seconds.</summary>
    private const int PairEvery = 3;

    private static readonly FaultKind[] OfGroup = [FaultKind.Crash, FaultKind.Hang, FaultKind.NodeEnd, FaultKind.Switchover];
    private static readonly FaultKind[] OfAll = [.. OfGroup, FaultKind.DaemonKill, FaultKind.DaemonEnd];

    // The same day for the same seed: this is no secret.
    private readonly Random _random = new(seed);

    /// <summary>The next burst, its faults in the order of time. Two faults are never of the same node, nor both of the daemon.</summary>
    /// <param name="daemonToo">Whether the daemon may be befallen.</param>
    public IReadOnlyList<Fault> Next(bool daemonToo)
    {
        var first = One(daemonToo, TimeSpan.Zero);
        if (_random.Next(PairEvery) != 0) return [first];
        while (true)
        {
            var second = One(daemonToo, TimeSpan.FromMilliseconds(_random.Next(2000)));
            if ((first.IsOfDaemon && second.IsOfDaemon) || (first.Kind == FaultKind.Switchover && second.Kind == FaultKind.Switchover)) continue;
            if (!(first.IsOfNode && second.IsOfNode && first.Node == second.Node)) return [first, second];
        }
    }

    private Fault One(bool daemonToo, TimeSpan after)
    {
        var kinds = daemonToo ? OfAll : OfGroup;
        return new Fault(kinds[_random.Next(kinds.Length)], _random.Next(1, 4), after, TimeSpan.FromMilliseconds(_random.Next(300, 4000)));
    }
}
