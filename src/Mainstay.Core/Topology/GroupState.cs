namespace Mainstay.Core.Topology;

/// <summary>What a group does just now, as <c>status</c> shows it (lower case, words joined by a dash).</summary>
public enum GroupState
{
    /// <summary>No primary was published by this controller yet.</summary>
    Starting,

    /// <summary>A primary is published and endpoints send to it.</summary>
    Serving,

    /// <summary>A planned change of primary is under way; endpoints hold.</summary>
    Switching,

    /// <summary>An unplanned change of primary is under way; endpoints hold.</summary>
    FailingOver,

    /// <summary>There is no primary and no copy that may become one yet; endpoints hold and then refuse.</summary>
    NoPrimary,

    /// <summary>The operator paused automatic failover; endpoints go on with the last primary.</summary>
    Paused,
}
