namespace Mainstay.Core.Serving;

/// <summary>What a session has to do for a command besides passing it on.</summary>
public enum CommandAction
{
    None,
    Auth,
    Hello,
    Select,
    ClientSetName,
    ClientSetInfo,
    ClientNoEvict,
    ClientNoTouch,
    ClientReply,
    ClientTracking,
    ClientCapability,
    ClientKill,
    ClientList,
    Multi,
    Exec,
    Discard,
    Watch,
    Unwatch,
    Reset,
    Quit,
    Monitor,
    Subscribe,
    PatternSubscribe,
    ShardSubscribe,
    Unsubscribe,
    PatternUnsubscribe,
    ShardUnsubscribe,
    Role,
    Info,
    Wait,

    /// <summary>Blocks; the time to wait, in seconds, is its last argument.</summary>
    WaitSecondsLast,

    /// <summary>Blocks; the time to wait, in seconds, is its first argument.</summary>
    WaitSecondsFirst,

    /// <summary>XREAD or XREADGROUP with BLOCK and milliseconds.</summary>
    StreamRead,

    /// <summary>Runs a script that it brings along: afterwards the server knows it.</summary>
    Eval,

    /// <summary>Runs a script by the name of one that the server knows.</summary>
    EvalSha,

    /// <summary>Makes a script known to the server.</summary>
    ScriptLoad,

    /// <summary>Makes the server forget all scripts.</summary>
    ScriptFlush,
}
