using System.Globalization;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>The configuration files of the other side. bench/README.md says why each line is as it is.</summary>
internal static class SentinelFiles
{
    /// <summary>The name by which sentinels know the group.</summary>
    public const string Service = "bench";

    /// <summary>A data server: everything that Mainstay sets on its own nodes and that a group under Sentinel could be given as well.</summary>
    /// <param name="port">Its own.</param>
    /// <param name="folder">Its own.</param>
    /// <param name="primary">The port of the first primary; null for that one itself.</param>
    /// <param name="minReplicas">Replicas that must be there for a write; their lag is as in the example of Redis' own pages on Sentinel.</param>
    public static string Server(int port, string folder, int? primary, int minReplicas) => string.Create(CultureInfo.InvariantCulture, $"""
        bind 127.0.0.1
        port {port}
        daemonize no
        dir {folder}
        logfile server.log
        dbfilename dump.rdb
        appendonly no
        save 3600 1 300 100 60 10000
        stop-writes-on-bgsave-error no
        repl-backlog-size 64mb
        repl-backlog-ttl 0
        repl-diskless-sync yes
        repl-diskless-sync-delay 0
        repl-ping-replica-period 1
        repl-timeout 10
        min-replicas-to-write {minReplicas}
        min-replicas-max-lag 10
        {(primary is { } first ? $"replicaof 127.0.0.1 {first}" : "")}

        """);

    /// <summary>One of the sentinels, which rewrites its file itself later.</summary>
    public static string Sentinel(int port, string folder, int primary) => string.Create(CultureInfo.InvariantCulture, $"""
        bind 127.0.0.1
        port {port}
        daemonize no
        dir {folder}
        logfile sentinel.log
        sentinel monitor {Service} 127.0.0.1 {primary} 2
        sentinel down-after-milliseconds {Service} 1000
        sentinel failover-timeout {Service} 10000
        sentinel parallel-syncs {Service} 1

        """);
}
