using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.NodeClient;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Control;

/// <summary>A real redis-server with the users and settings of a managed node.</summary>
internal sealed class ControlledNode : IAsyncDisposable
{
    public static readonly NodeLogin Control = new("mainstay", "control-secret");
    public static readonly NodeLogin Replication = new("mainstay-replica", "replica-secret");

    private readonly RedisServer _server;

    private ControlledNode(RedisServer server, string name)
    {
        _server = server;
        Spec = new NodeSpec { Name = name, Address = new NodeAddress("127.0.0.1", server.Port) };
    }

    public NodeSpec Spec { get; }

    public int Port => _server.Port;

    public int ProcessId => _server.ProcessId;

    public static async Task<ControlledNode> StartAsync(string name, params string[] settings)
    {
        var server = await RedisServer.StartAsync(0,
            ["--user", Control.User, "on", ">" + Control.Password, "~*", "&*", "+@all",
            "--user", Replication.User, "on", ">" + Replication.Password, "resetchannels", "-@all", "+psync", "+replconf", "+ping",
            "--masteruser", Replication.User, "--masterauth", Replication.Password,
            "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1", "--repl-backlog-ttl", "0", "--enable-debug-command", "yes", .. settings]);
        return new ControlledNode(server, name);
    }

    /// <summary>A primary with <paramref name="replicas"/> replicas that are linked and have <paramref name="keys"/> keys.</summary>
    public static async Task<IReadOnlyList<ControlledNode>> GroupAsync(int replicas, int keys = 20)
    {
        var nodes = new List<ControlledNode>();
        for (var i = 1; i <= replicas + 1; i++) nodes.Add(await StartAsync(string.Create(CultureInfo.InvariantCulture, $"main-{i:000}")));
        foreach (var replica in nodes.Skip(1)) await replica.CallAsync("REPLICAOF", "127.0.0.1", nodes[0].Port.ToString(CultureInfo.InvariantCulture));
        await nodes[0].ReportsAsync(report => report.Replicas.Length == replicas && report.Replicas.All(one => one.Online), "all replicas are online");
        for (var i = 0; i < keys; i++) await nodes[0].CallAsync("SET", $"key:{i}", "value");
        var written = (await nodes[0].ReportAsync()).Offset;
        foreach (var replica in nodes.Skip(1)) await replica.ReportsAsync(report => report.Offset >= written, "has all keys");
        return nodes;
    }

    public void Send(Signal signal) => _server.Send(signal);

    /// <summary>One command as an ordinary client.</summary>
    public Task<RespReply> CallAsync(params string[] command) => RespClient.AskAsync(Port, command);

    public async Task<NodeReport> ReportAsync()
    {
        var (connection, replies) = await new NodeDialer(_ => null).OpenAsync(Spec, NodeQuestions.Report, TimeSpan.FromSeconds(5), CancellationToken.None);
        connection.Dispose();
        return NodeQuestions.ReadReport(replies);
    }

    public Task<NodeReport> ReportsAsync(Func<NodeReport, bool> good, string what) => Eventually.GetAsync(ReportAsync, good, Deadline.InSeconds(15), $"{Spec.Name}: {what}");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
