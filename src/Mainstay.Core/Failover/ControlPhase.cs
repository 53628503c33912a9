namespace Mainstay.Core.Failover;

/// <summary>Where a <see cref="FailoverMachine"/> stands. Which phase may follow which is in <see cref="TransitionTable"/>.</summary>
public enum ControlPhase
{
    /// <summary>Another controller leads; this one only looks on.</summary>
    Standby,

    /// <summary>Leads, and has not yet seen the published primary, or there is none.</summary>
    Starting,

    /// <summary>A primary is published; watched and repaired.</summary>
    Serving,

    /// <summary>The next term, without primary, is being committed.</summary>
    CommittingTerm,

    /// <summary>Endpoints are being stopped from sending.</summary>
    Fencing,

    /// <summary>Copies are being detached, so that their offsets are final.</summary>
    Sealing,

    /// <summary>A sealed node is being filled with a backup.</summary>
    Restoring,

    /// <summary>A planned change waits until its target has all that the sealed primary has.</summary>
    CatchingUp,

    /// <summary>The one node that may be promoted is being committed.</summary>
    CommittingChoice,

    /// <summary>It is being promoted, and looked at until it shows itself as primary.</summary>
    Promoting,

    /// <summary>Its identity is being committed.</summary>
    CommittingPublication,

    /// <summary>The term is committed and no copy may lead yet.</summary>
    NoPrimary,
}
