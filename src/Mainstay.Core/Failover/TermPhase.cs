namespace Mainstay.Core.Failover;

/// <summary>How far the change of primary of a term has been committed.</summary>
public enum TermPhase
{
    /// <summary>The term has no primary: the former one must not be sent to any more.</summary>
    NoPrimary,

    /// <summary>The one node that may be promoted in this term is committed.</summary>
    Chosen,

    /// <summary>The primary was seen as primary and is committed with its identity.</summary>
    Published,
}
