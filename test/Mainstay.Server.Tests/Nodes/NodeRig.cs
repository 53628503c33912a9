using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>A data directory, a supervisor and nodes of a test's own. Whatever the nodes' daemons did, nothing of them is left afterwards.</summary>
internal sealed class NodeRig : IAsyncDisposable
{
    private readonly TempFolder? _folder;

    private NodeRig(TempFolder? folder, string root, string[] names)
    {
        _folder = folder;
        Root = root;
        Ports = names.ToDictionary(n => n, _ => FreePorts.One());
        Open();
    }

    /// <summary>The data directory's path.</summary>
    public string Root { get; }

    /// <summary>Ports of the nodes, by their names.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    public DataDirectory Data { get; private set; } = null!;

    public NodeCredentials Credentials { get; private set; } = null!;

    public NodeSupervisor Supervisor { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static NodeRig Make(params string[] nodes) => Make(TempFolder.Create(), nodes);

    public static NodeRig Make(TempFolder folder, params string[] nodes) => new(folder, folder.Combine("data"), nodes.Length == 0 ? ["main-001"] : nodes);

    /// <summary>One with a single node, in a place that somebody else removes.</summary>
    public static NodeRig At(string root) => new(null, root, ["main-001"]);

    public static NodeSpec Spec(DataDirectory data, string node, int port) =>
        new() { Name = node, Address = new NodeAddress("127.0.0.1", port), UnixSocket = NodeSockets.PathFor(data, node) };

    public NodeFiles Files(string node = "main-001") => new(Data.Nodes, node);

    public string Socket(string node = "main-001") => NodeSockets.PathFor(Data, node);

    /// <summary>Starts a node, which must succeed, and returns its process.</summary>
    public async Task<int> StartAsync(string node = "main-001")
    {
        Assert.Equal(new ActionResult.Done(), await Supervisor.StartAsync(node, Cancel));
        return Supervisor.Activity(node)!.ProcessId;
    }

    /// <summary>The next end of a process, at most a second after the call.</summary>
    public async Task<NodeExit> NextExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        return await Supervisor.Exits.ReadAsync(patience.Token);
    }

    /// <summary>Asks a node at its port as an application does.</summary>
    public Task<RespReply> AskAsync(string node, params string[] command) => RespClient.AskAsync(Ports[node], command);

    /// <summary>A line of a node's INFO.</summary>
    public async Task<string> InfoAsync(string node, string section, string name)
    {
        var info = (await AskAsync(node, "INFO", section)).Value!;
        return info.Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..];
    }

    /// <summary>Makes the first node primary, another its replica, and awaits that it has everything.</summary>
    public async Task ReplicateAsync(string primary, string replica)
    {
        Assert.Equal("OK", (await AskAsync(primary, "REPLICAOF", "NO", "ONE")).Text);
        Assert.Equal("OK", (await AskAsync(replica, "REPLICAOF", "127.0.0.1", $"{Ports[primary]}")).Text);
        await Eventually.GetAsync(() => AskAsync(primary, "INFO", "replication"), r => r.Text!.Contains("state=online", StringComparison.Ordinal), Deadline.InSeconds(10), $"{replica} follows {primary}");
    }

    /// <summary>Opens the data directory and makes a supervisor; the former one's processes are not touched.</summary>
    public void Open()
    {
        Data = DataDirectory.Open(Root);
        Credentials = NodeCredentials.LoadOrCreate(Data);
        var specs = Ports.Select(p => Spec(Data, p.Key, p.Value)).ToList();
        Supervisor = new NodeSupervisor(specs, EngineBinary.Find(Engine.Redis), Data, Credentials, TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>Ends the daemon's part, not the nodes.</summary>
    public async Task CloseAsync()
    {
        await Supervisor.DisposeAsync();
        Data.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var pid in SystemProcess.UsingFolder(Root)) SystemProcess.Send(pid, Signal.Kill);
        await Eventually.TrueAsync(() => SystemProcess.UsingFolder(Root).All(p => !SystemProcess.Runs(p)), Deadline.InSeconds(10), "all nodes are gone");
        if (new FileInfo(Path.Combine(Root, "sockets")).LinkTarget is { } sockets) Directory.Delete(sockets, recursive: true);
        _folder?.Dispose();
    }
}
