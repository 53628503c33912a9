using System.Globalization;
using System.Net;
using System.Text;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Nodes;

/// <summary>
/// The configuration file of a managed node, for Redis and Valkey alike. <c>docs/nodes.md</c> says why each line is there.
/// </summary>
internal static class NodeConfiguration
{
    /// <summary>The file's text. It holds the replication password in plain, as the server needs it: write it 0600.</summary>
    public static string Generate(NodeSpec node, NodeTemplate template, NodeFiles files, NodeCredentials credentials)
    {
        var text = new StringBuilder("# Written by mainstay at each start of this node; changes are lost.\n");
        void Line(string line) => text.Append(line).Append('\n');

        Line($"bind {node.Address.Host}");
        Line(string.Create(CultureInfo.InvariantCulture, $"port {node.Address.Port}"));
        Line($"protected-mode {(IsLoopback(node.Address.Host) ? "no" : "yes")}");

        // A primary knows its replicas by their addresses; the one that the system connects from may be another of this host's.
        if (IPAddress.TryParse(node.Address.Host, out var own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any)) Line($"replica-announce-ip {node.Address.Host}");
        if (node.UnixSocket is { } socket)
        {
            Line($"unixsocket {Quote(socket)}");
            Line("unixsocketperm 700");
        }

        // In the foreground, printing: who started it has its log and learns of its end.
        Line("daemonize no");
        Line("supervised no");
        Line("logfile \"\"");
        Line("loglevel notice");

        // Its command line stays as it was started: the path of this file in it is how a later daemon knows the process again.
        Line("set-proc-title no");

        // Told to end, a primary waits for replicas that lag; not for longer than its own end is waited for.
        Line("shutdown-timeout 3");

        // RDB carries the replication id and the offset across a restart; AOF does not.
        Line($"dir {Quote(files.Data)}");
        Line("dbfilename dump.rdb");
        Line($"appendonly {(template.Persistence == Persistence.Aof ? "yes" : "no")}");
        Line(template.Persistence == Persistence.None ? "save \"\"" : "save 3600 1 300 100 60 10000");
        Line("stop-writes-on-bgsave-error no");

        // Sealed: the replica of nobody. No node is a primary before it is told to be.
        Line("replicaof 127.0.0.1 0");
        Line($"masteruser {NodeCredentials.ReplicationUser}");
        Line($"masterauth {credentials.ReplicationPassword}");
        Line("repl-backlog-size 64mb");
        Line("repl-backlog-ttl 0");
        Line("repl-diskless-sync yes");
        Line("repl-diskless-sync-delay 0");
        Line("repl-ping-replica-period 1");
        Line("repl-timeout 10");
        Line("min-replicas-to-write 0");
        Line("min-replicas-max-lag 1");

        // A long script answers BUSY before it could be taken for dead.
        Line("busy-reply-threshold 300");

        // Of the group's configuration; what is above cannot stand here, which its reading saw to.
        foreach (var setting in template.Settings) Line($"{setting.Directive} {(setting.Value.Length == 0 ? "\"\"" : setting.Value)}");

        foreach (var account in Accounts(template.Access)) Line(account);
        Line($"user {NodeCredentials.ControlUser} on #{NodeCredentials.Hash(credentials.ControlPassword)} ~* &* +@all");
        Line($"user {NodeCredentials.ReplicationUser} on #{NodeCredentials.Hash(credentials.ReplicationPassword)} resetchannels -@all +psync +replconf +ping");
        Line($"user {NodeCredentials.EndpointUser} on #{NodeCredentials.Hash(credentials.EndpointPassword)} resetchannels -@all +info +command");
        return text.ToString();
    }

    /// <summary>Whom applications are: everybody, the default user with a password, or a user of a name and nobody else. Passwords as their hashes.</summary>
    private static IEnumerable<string> Accounts(NodeAccess? access)
    {
        const string Everything = "sanitize-payload ~* &* +@all";
        if (access is null)
        {
            yield return $"user default on nopass {Everything}";
            yield break;
        }

        var password = $"#{NodeCredentials.Hash(access.Password)}";
        yield return access.Username is null ? $"user default on {password} {Everything}" : "user default off resetpass -@all";
        if (access.Username is { } name) yield return $"user {name} on {password} {Everything}";
    }

    /// <summary>A value in double quotes, as redis.conf reads them.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ') text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }
        return text.Append('"').ToString();
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
