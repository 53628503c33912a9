using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Tests.Nodes;

public sealed class NodeConfigurationTests
{
    private static readonly NodeCredentials Credentials = new(new string('c', 64), new string('d', 64));

    private static readonly NodeFiles Files = new("/data/nodes", "main-001");

    [Fact]
    public void It_is_this()
    {
        var spec = new NodeSpec { Name = "main-001", Address = new NodeAddress("127.0.0.1", 6411), UnixSocket = "/data/sockets/main-001" };
        Assert.Equal(
            """
            # Written by mainstay at each start of this node; changes are lost.
            bind 127.0.0.1
            port 6411
            protected-mode no
            replica-announce-ip 127.0.0.1
            unixsocket "/data/sockets/main-001"
            unixsocketperm 700
            daemonize no
            supervised no
            logfile ""
            loglevel notice
            set-proc-title no
            shutdown-timeout 3
            dir "/data/nodes/main-001"
            dbfilename dump.rdb
            appendonly no
            save 3600 1 300 100 60 10000
            stop-writes-on-bgsave-error no
            replicaof 127.0.0.1 0
            masteruser mainstay-replica
            masterauth dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
            repl-backlog-size 64mb
            repl-backlog-ttl 0
            repl-diskless-sync yes
            repl-diskless-sync-delay 0
            repl-ping-replica-period 1
            repl-timeout 10
            min-replicas-to-write 0
            min-replicas-max-lag 1
            busy-reply-threshold 300
            user default on nopass sanitize-payload ~* &* +@all
            user mainstay on #52b6419d27bd7f547cee3b92f8c17a908b8a49601ecbec161e5030de1dfe9e0a ~* &* +@all
            user mainstay-replica on #d91323a5298f3b9f814db29efaa271f24fbdccedfdd062491b8abc8e07b7fb69 resetchannels -@all +psync +replconf +ping
            user mainstay-endpoint on #cdd49af50c8bf1f4ef1b6d31928ee6a6cd15e4ef9514c5fe576984cec94575f7 resetchannels -@all +info +command

            """,
            NodeConfiguration.Generate(spec, NodeTemplate.Plain, Files, Credentials));
    }

    [Theory]
    [InlineData("127.0.0.1", "no")]
    [InlineData("::1", "no")]
    [InlineData("localhost", "no")]
    [InlineData("10.0.0.1", "yes")]
    [InlineData("0.0.0.0", "yes")]
    public void Only_on_loopback_may_anyone_connect_without_a_password(string host, string protectedMode) =>
        Assert.Contains(
            $"\nprotected-mode {protectedMode}\n",
            NodeConfiguration.Generate(new NodeSpec { Name = "main-001", Address = new NodeAddress(host, 6411) }, NodeTemplate.Plain, Files, Credentials),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("/data/with space", "\"/data/with space\"")]
    [InlineData("/a\"b\\c", "\"/a\\\"b\\\\c\"")]
    [InlineData("/new\nline", "\"/new\\x0aline\"")]
    [InlineData("/straße", "\"/straße\"")]
    public void Paths_are_quoted(string path, string quoted) => Assert.Equal(quoted, NodeConfiguration.Quote(path));

    [Fact]
    public void A_password_is_hashed_as_redis_does() => // SHA-256("abc"), FIPS 180-2 appendix B.1
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", NodeCredentials.Hash("abc"));

    [Theory]
    [InlineData(Persistence.Rdb, "appendonly no", "save 3600 1 300 100 60 10000")]
    [InlineData(Persistence.Aof, "appendonly yes", "save 3600 1 300 100 60 10000")]
    [InlineData(Persistence.None, "appendonly no", "save \"\"")]
    public void Persistence_is_two_lines(Persistence persistence, string append, string save)
    {
        var lines = Generate(new NodeTemplate(persistence, [], null));
        Assert.Contains(append, lines);
        Assert.Contains(save, lines);
    }

    [Fact]
    public void Settings_stand_behind_ours_and_before_the_users()
    {
        var lines = Generate(new NodeTemplate(Persistence.Rdb, [new ServerSetting("maxmemory", "1gb"), new ServerSetting("notify-keyspace-events", "")], null)).ToList();
        var at = lines.IndexOf("maxmemory 1gb");
        Assert.True(at > lines.IndexOf("busy-reply-threshold 300") && at < lines.FindIndex(line => line.StartsWith("user ", StringComparison.Ordinal)));
        Assert.Equal("notify-keyspace-events \"\"", lines[at + 1]);
    }

    [Fact]
    public void A_password_is_only_there_as_its_hash_and_nobody_gets_in_without()
    {
        var hash = NodeCredentials.Hash("s3cret-word");
        var lines = Generate(new NodeTemplate(Persistence.Rdb, [], new NodeAccess(null, "s3cret-word")));
        Assert.Contains($"user default on #{hash} sanitize-payload ~* &* +@all", lines);
        var named = Generate(new NodeTemplate(Persistence.Rdb, [], new NodeAccess("app", "s3cret-word")));
        Assert.Contains("user default off resetpass -@all", named);
        Assert.Contains($"user app on #{hash} sanitize-payload ~* &* +@all", named);
        Assert.DoesNotContain(lines.Concat(named), line => line.Contains("s3cret-word", StringComparison.Ordinal) || line.Contains("nopass", StringComparison.Ordinal));
    }

    private static string[] Generate(NodeTemplate template) =>
        NodeConfiguration.Generate(new NodeSpec { Name = "main-001", Address = new NodeAddress("127.0.0.1", 6411) }, template, Files, Credentials).Split('\n');
}
