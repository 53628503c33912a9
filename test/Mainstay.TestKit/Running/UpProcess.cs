using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Running;

/// <summary>
/// The whole program, <c>mainstay up</c>, with ports and a folder of its own. Ends the program and its data servers without fail, also where
/// a test killed the program and left them behind.
/// </summary>
public sealed class UpProcess : IAsyncDisposable
{
    private readonly List<OwnedProcess> _ended = [];

    private UpProcess(PortOffset ports, TempFolder folder, string data) => (Ports, Folder, Data) = (ports, folder, data);

    public PortOffset Ports { get; }

    /// <summary>What <c>--data</c> names.</summary>
    public string Data { get; }

    public TempFolder Folder { get; }

    /// <summary>The daemon, of the last start.</summary>
    public OwnedProcess Daemon { get; private set; } = null!;

    /// <summary>More arguments of every start: <c>--durability sync</c>.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Its memcached cluster, <c>pages</c>.</summary>
    public RunningCluster Pages => new(Ports.Web, Ports.Configuration, [Ports.CacheNode(1), Ports.CacheNode(2)]);

    /// <summary>Makes ports and a folder and starts nothing.</summary>
    public static UpProcess Prepare(TempFolder? folder = null, string? data = null, params string[] arguments)
    {
        folder ??= TempFolder.Create();
        return new UpProcess(PortOffset.Reserve(), folder, data ?? folder.Combine("data")) { Arguments = arguments };
    }

    /// <summary>Starts and awaits a whole group, at most 20 s.</summary>
    public static async Task<UpProcess> StartAsync(params string[] arguments)
    {
        var up = Prepare(arguments: arguments);
        try
        {
            up.Launch();
            await up.WholeAsync(Deadline.InSeconds(20));
            return up;
        }
        catch
        {
            await up.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the daemon (again) and awaits nothing.</summary>
    /// <param name="through">A program and its arguments that become the daemon: <c>unshare …</c>.</param>
    public OwnedProcess Launch(params string[] through)
    {
        if (Daemon is not null) _ended.Add(Daemon);
        var offset = Ports.Value.ToString(CultureInfo.InvariantCulture);
        string[] command = [.. through, MainstayProgram.Path, "up", "--port-offset", offset, "--data", Data, .. Arguments];
        return Daemon = OwnedProcess.Start(command[0], command[1..], Folder.Path);
    }

    /// <summary>Runs a verb against this daemon.</summary>
    public Task<ProcessResult> VerbAsync(params string[] arguments) => MainstayProgram.RunAsync([.. arguments, "--api", $"http://127.0.0.1:{Ports.Web}"]);

    public async Task<GroupView> GroupAsync() => (await StatusView.GetAsync(Ports.Web)).Groups.Single();

    /// <summary>Awaits one primary and two online replicas in a term of at least <paramref name="term"/>, as status tells and as the nodes themselves tell.</summary>
    public async Task<GroupView> WholeAsync(Deadline deadline, ulong term = 1)
    {
        try
        {
            var group = await Eventually.GetAsync(GroupAsync, group => group.IsWhole && group.Term >= term, deadline, "the group is whole");
            await Eventually.FineAsync(() => NodesDisagreeAsync(group), deadline, "the nodes are as status tells");
            return group;
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}{Environment.NewLine}{Daemon.Describe()}", late);
        }
    }

    /// <summary>The published primary's process.</summary>
    public async Task<DataNode> PrimaryAsync()
    {
        var group = await Eventually.GetAsync(GroupAsync, group => group.Primary is not null, Deadline.InSeconds(20), "there is a primary");
        return await NodeAsync(group.Primary!);
    }

    public async Task<DataNode> NodeAsync(string name) => await DataNode.AtAsync(name, (await GroupAsync()).Nodes.Single(node => node.Name == name).Port);

    /// <summary>All three processes, in their order.</summary>
    public async Task<IReadOnlyList<DataNode>> NodesAsync()
    {
        var nodes = new List<DataNode>();
        foreach (var node in (await GroupAsync()).Nodes) nodes.Add(await DataNode.AtAsync(node.Name, node.Port));
        return nodes;
    }

    /// <summary>Ends the daemon as Ctrl-C does and returns its exit status.</summary>
    public async Task<int> InterruptAsync()
    {
        Daemon.SendGroup(Signal.Interrupt);
        return await Daemon.WaitAsync(Deadline.InSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        if (Daemon is not null) await Daemon.DisposeAsync();
        foreach (var ended in _ended) await ended.DisposeAsync();
        // The data servers outlive the daemon; they are known by the folder in which they work, which is this test's own.
        await SystemProcess.KillUsingFolderAsync(Folder.Path);
        Folder.Dispose();
        Ports.Dispose();
    }

    internal static async Task<string?> NodesDisagreeAsync(GroupView group)
    {
        var primary = group.Nodes.Single(node => node.Name == group.Primary);
        var told = await DataNode.InfoAsync(primary.Port, "replication");
        var online = told.Count(line => line.Key.StartsWith("slave", StringComparison.Ordinal) && line.Value.Contains("state=online", StringComparison.Ordinal));
        return told["role"] == "master" && online == group.Nodes.Count - 1 ? null : $"{primary.Name} is {told["role"]} with {online} replicas online";
    }
}
