namespace Mainstay.TestKit.Soaking;

/// <summary>What befalls a group or its daemon on a hard day.</summary>
public enum FaultKind
{
    /// <summary>kill -9 of a node.</summary>
    Crash,

    /// <summary>SIGSTOP of a node, and SIGCONT some seconds later if it is still there.</summary>
    Hang,

    /// <summary>SIGTERM of a node: it writes its file and ends.</summary>
    NodeEnd,

    /// <summary>A planned change of primary, asked of the daemon.</summary>
    Switchover,

    /// <summary>kill -9 of the daemon, which is started again at once.</summary>
    DaemonKill,

    /// <summary>SIGTERM of the daemon, which is started again when it has ended.</summary>
    DaemonEnd,
}
