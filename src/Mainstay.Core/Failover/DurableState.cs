using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>
/// What a group's store holds: all that a controller may rely on after everything else was lost. Replaced whole by
/// compare-and-swap on <see cref="Version"/>.
/// </summary>
public sealed record DurableState
{
    /// <summary>Grows by one at every commit; 0 is the empty state of a group that never ran.</summary>
    public long Version { get; init; }

    /// <summary>Grows by one at every change of primary.</summary>
    public ulong Term { get; init; }

    /// <summary>Grows at every other committed change within a term.</summary>
    public ulong Revision { get; init; }

    /// <summary>How far the term got.</summary>
    public TermPhase Phase { get; init; }

    /// <summary>Tells a commit that was applied although its answer was lost from one of somebody else: unique to each commit.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>The last committed choice: of this term once <see cref="Phase"/> is past <see cref="TermPhase.NoPrimary"/>, before that of an interrupted one.</summary>
    public Choice? Choice { get; init; }

    /// <summary>The primary last published, of this term or an earlier one; null before the first.</summary>
    public PrimaryIdentity? Primary { get; init; }

    /// <summary>All members.</summary>
    public ImmutableArray<MemberState> Members { get; init; } = [];

    /// <summary>Which term wrote which history; the newest last, at most 32.</summary>
    public ImmutableArray<HistoryEntry> Histories { get; init; } = [];

    /// <summary>Former primaries whose last writes are still to be set aside.</summary>
    public ImmutableArray<UnsavedTail> UnsavedTails { get; init; } = [];

    /// <summary>Who belongs to the group, in the order in which they joined; empty only before the first commit. See <see cref="MemberNodes"/>.</summary>
    public ImmutableArray<NodeSpec> Nodes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Managed nodes that were taken out and whose processes are still to be ended.</summary>
    public ImmutableArray<NodeSpec> Leavers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The operator paused automatic failover.</summary>
    public bool Paused { get; init; }

    /// <summary>The committed state of <paramref name="node"/>, or null.</summary>
    public MemberState? Member(string node)
    {
        foreach (var member in Members)
            if (member.Node == node) return member;
        return null;
    }

    /// <summary>The state of a group that never ran.</summary>
    public static DurableState Empty { get; } = new();
}
