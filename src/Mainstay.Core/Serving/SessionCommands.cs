using static Mainstay.Core.Serving.CommandAction;
using static Mainstay.Core.Serving.CommandTraits;

namespace Mainstay.Core.Serving;

/// <summary>Commands for which a session does more than to pass them on.</summary>
internal static class SessionCommands
{
    public static IEnumerable<CommandSpec> All { get; } =
    [
        new("AUTH", Connection, Auth),
        new("HELLO", Connection, Hello),
        new("SELECT", Connection, Select),
        new("CLIENT SETNAME", Connection, ClientSetName),
        new("CLIENT SETINFO", Connection, ClientSetInfo),
        new("CLIENT NO-EVICT", Connection, ClientNoEvict),
        new("CLIENT NO-TOUCH", Connection, ClientNoTouch),
        new("CLIENT REPLY", Connection, ClientReply),
        new("CLIENT TRACKING", Connection, ClientTracking),
        new("CLIENT CAPA", Connection, ClientCapability),
        new("CLIENT LIST", Asks, ClientList),
        new("CLIENT INFO", Connection, ClientList),
        DeniedCommands.ClientKill,
        new("MULTI", Connection, Multi),
        new("EXEC", CommandTraits.None, Exec),
        new("DISCARD", Connection, Discard),
        new("WATCH", Connection, Watch),
        new("UNWATCH", Connection, Unwatch),
        new("RESET", Connection, Reset),
        new("QUIT", Connection, Quit),
        new("MONITOR", Connection, CommandAction.Monitor),
        new("SUBSCRIBE", Connection, Subscribe),
        new("PSUBSCRIBE", Connection, PatternSubscribe),
        new("SSUBSCRIBE", Connection, ShardSubscribe),
        new("UNSUBSCRIBE", Connection, Unsubscribe),
        new("PUNSUBSCRIBE", Connection, PatternUnsubscribe),
        new("SUNSUBSCRIBE", Connection, ShardUnsubscribe),
        new("ROLE", Asks, Role),
        new("INFO", Asks, Info),
        new("WAIT", Blocking, Wait),
        new("WAITAOF", Blocking, Wait),
        new("BLPOP", Write | Blocking, WaitSecondsLast),
        new("BRPOP", Write | Blocking, WaitSecondsLast),
        new("BRPOPLPUSH", Write | Blocking, WaitSecondsLast),
        new("BLMOVE", Write | Blocking, WaitSecondsLast),
        new("BZPOPMIN", Write | Blocking, WaitSecondsLast),
        new("BZPOPMAX", Write | Blocking, WaitSecondsLast),
        new("BLMPOP", Write | Blocking, WaitSecondsFirst),
        new("BZMPOP", Write | Blocking, WaitSecondsFirst),
        new("XREAD", Read | Blocking, StreamRead),
        new("XREADGROUP", Write | Blocking, StreamRead),
        new("EVAL", Script, Eval),
        new("EVALSHA", Script, EvalSha),
        new("EVAL_RO", Read, Eval),
        new("EVALSHA_RO", Read, EvalSha),
        new("SCRIPT LOAD", Asks, ScriptLoad),
        new("SCRIPT FLUSH", CommandTraits.None, ScriptFlush),
        new("BITFIELD", Write),
        new("SORT", Write),
        new("GETEX", Write),
        new("GEORADIUS", Write),
        new("GEORADIUSBYMEMBER", Write),
    ];
}
