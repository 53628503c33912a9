namespace Mainstay.Core.Serving;

/// <summary>Those of a server's flags of a command that tell what it may do (https://redis.io/docs/latest/commands/command/).</summary>
[Flags]
public enum ServerCommandFlags
{
    /// <summary>None that matters to us.</summary>
    None = 0,

    /// <summary><c>write</c>: it may change data.</summary>
    Write = 1,

    /// <summary><c>readonly</c>: it changes no keys.</summary>
    ReadOnly = 2,

    /// <summary><c>may_replicate</c>: it replicates although it is no write. Redis 7.0 has it and does not tell it.</summary>
    MayReplicate = 4,

    /// <summary><c>blocking</c>: the server may keep its reply back.</summary>
    Blocking = 8,

    /// <summary><c>pubsub</c>: it publishes, subscribes, or asks about that.</summary>
    PubSub = 16,

    /// <summary><c>module</c>: a module brought it.</summary>
    Module = 32,
}
