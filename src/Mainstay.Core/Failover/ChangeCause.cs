namespace Mainstay.Core.Failover;

/// <summary>What began a change of primary.</summary>
internal enum ChangeCause
{
    /// <summary>The first primary of a group.</summary>
    Bootstrap,

    /// <summary>The servers replicate already, set up by somebody else: their primary is taken over as it is.</summary>
    Adoption,

    /// <summary>The primary is gone.</summary>
    Loss,

    /// <summary>The primary of a <c>sync</c> group answers and cannot reach its replicas.</summary>
    CutOff,

    /// <summary>An earlier term ended without a published primary.</summary>
    Unfinished,

    /// <summary>An operator moves the primary and nothing may be lost.</summary>
    Switchover,

    /// <summary>An operator leaves the present primary and accepts a loss.</summary>
    Forced,

    /// <summary>An operator puts a backup in the place of the group's data.</summary>
    Restore,
}
