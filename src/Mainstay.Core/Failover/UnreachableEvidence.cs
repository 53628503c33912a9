namespace Mainstay.Core.Failover;

/// <summary>Why a node counts as unreachable. The kinds differ in what they prove.</summary>
public enum UnreachableEvidence
{
    /// <summary>The process ended: seen by its supervisor, or the connection was reset <i>and</i> a fresh one refused. Counts at once.</summary>
    ProcessGone,

    /// <summary>No answer for the detection time on an open <i>and</i> on a fresh connection.</summary>
    Silent,

    /// <summary>Alive and occupied: <c>-BUSY</c>, <c>-LOADING</c>, or silent with its processor time advancing. Never a reason to fail over.</summary>
    Busy,
}
