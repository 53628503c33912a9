namespace Mainstay.TestKit.Soaking;

/// <summary>One fault of a script.</summary>
/// <param name="Kind">What.</param>
/// <param name="Node">Which node, 1 to 3, for the kinds that befall a node.</param>
/// <param name="After">How long after the beginning of its burst.</param>
/// <param name="Lasts">How long a hang lasts; of no meaning for the other kinds.</param>
public sealed record Fault(FaultKind Kind, int Node, TimeSpan After, TimeSpan Lasts)
{
    /// <summary>Whether it befalls a data node.</summary>
    public bool IsOfNode => Kind is FaultKind.Crash or FaultKind.Hang or FaultKind.NodeEnd;

    /// <summary>Whether it befalls the daemon.</summary>
    public bool IsOfDaemon => Kind is FaultKind.DaemonKill or FaultKind.DaemonEnd;

    public override string ToString() => (IsOfNode ? $"{Kind} of node {Node}" : $"{Kind}") + (After > TimeSpan.Zero ? $" after {After.TotalMilliseconds:0} ms" : "");
}
