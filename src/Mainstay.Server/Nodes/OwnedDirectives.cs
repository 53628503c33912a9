using System.Collections.Frozen;

namespace Mainstay.Server.Nodes;

/// <summary>Directives of redis.conf that the daemon sets itself, each with what to use in a configuration instead.</summary>
public static class OwnedDirectives
{
    private const string Replication = "failover depends on it; it cannot be changed";
    private const string Supervision = "the supervisor depends on it; it cannot be changed";
    private const string Address = "it comes from the node's address";
    private const string Account = "use username and password of the group";
    private const string Files = "files are kept in the data directory";

    private static readonly FrozenDictionary<string, string> All = new Dictionary<string, string>
    {
        ["bind"] = Address,
        ["port"] = Address,
        ["unixsocket"] = Address,
        ["unixsocketperm"] = Address,
        ["protected-mode"] = Address,
        ["tls-port"] = "TLS is not built yet in this version",
        ["daemonize"] = Supervision,
        ["supervised"] = Supervision,
        ["pidfile"] = Supervision,
        ["set-proc-title"] = Supervision,
        ["shutdown-timeout"] = Supervision,
        ["logfile"] = "the node's log is beside its data",
        ["syslog-enabled"] = "the node's log is beside its data",
        ["dir"] = Files,
        ["dbfilename"] = Files,
        ["appendfilename"] = Files,
        ["appenddirname"] = Files,
        ["appendonly"] = "use persistence: aof",
        ["save"] = "use persistence: rdb, or none",
        ["stop-writes-on-bgsave-error"] = Replication,
        ["replicaof"] = Replication,
        ["slaveof"] = Replication,
        ["masteruser"] = Replication,
        ["masterauth"] = Replication,
        ["repl-backlog-ttl"] = Replication,
        ["repl-diskless-sync-delay"] = Replication,
        ["repl-ping-replica-period"] = Replication,
        ["repl-timeout"] = Replication,
        ["min-replicas-to-write"] = Replication,
        ["min-replicas-max-lag"] = Replication,
        ["min-slaves-to-write"] = Replication,
        ["min-slaves-max-lag"] = Replication,
        ["replica-announce-ip"] = Address,
        ["replica-announce-port"] = Address,
        ["replica-announced"] = Replication,
        ["replica-read-only"] = Replication,
        ["replica-priority"] = "use the node's priority",
        ["busy-reply-threshold"] = Replication,
        ["lua-time-limit"] = Replication,
        ["rename-command"] = "the daemon needs the commands' own names",
        ["requirepass"] = Account,
        ["user"] = Account,
        ["aclfile"] = Account,
        ["include"] = "write the directives here",
        ["cluster-enabled"] = "a replication group is no Redis Cluster",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What to do instead of setting <paramref name="directive"/>; null when it may be set.</summary>
    public static string? Instead(string directive) => All.GetValueOrDefault(directive);
}
