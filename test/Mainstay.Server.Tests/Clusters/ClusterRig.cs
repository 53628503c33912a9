using System.Collections.Concurrent;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Clusters;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Control;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Clusters;

/// <summary>A cluster of real memcached processes, its supervisor and its controller. Nothing of it is left afterwards.</summary>
internal sealed class ClusterRig : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();

    private ClusterRig(Func<ClusterSpec, ClusterSpec>? shape, string[] names)
    {
        Ports = names.ToDictionary(name => name, _ => FreePorts.One());
        Spec = new ClusterSpec { Name = "pages", Nodes = [.. Ports.Select(port => new NodeSpec { Name = port.Key, Address = new NodeAddress("127.0.0.1", port.Value) })] };
        if (shape is not null) Spec = shape(Spec);
        Data = DataDirectory.Open(_folder.Combine("data"));
        Supervisor = MakeSupervisor();
        Controller = MakeController();
    }

    public Dictionary<string, int> Ports { get; }

    public ClusterSpec Spec { get; set; }

    public TestLog Log { get; } = new();

    public DataDirectory Data { get; private set; }

    public MemcachedSupervisor Supervisor { get; private set; }

    public ClusterController Controller { get; private set; }

    public ConcurrentQueue<ClusterTopology> Told { get; } = [];

    /// <summary>Completes when endpoints take what is told.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public string StateFile => Path.Combine(Data.Store, "pages.cluster");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static ClusterRig Make(Func<ClusterSpec, ClusterSpec>? shape = null, params string[] names) => new(shape, names.Length == 0 ? ["pages-001", "pages-002"] : names);

    /// <summary>One whose nodes all serve.</summary>
    public static async Task<ClusterRig> StartAsync(Func<ClusterSpec, ClusterSpec>? shape = null, params string[] names)
    {
        var rig = Make(shape, names);
        await rig.BeginAsync();
        await rig.SeesAsync(topology => topology.Nodes.Length == rig.Spec.Nodes.Length && topology.Nodes.All(node => node.Serves), 10, "all nodes serve");
        return rig;
    }

    public async Task BeginAsync()
    {
        await Supervisor.AdoptAsync(Cancel);
        await Controller.StartAsync(Cancel);
    }

    /// <summary>Ends the daemon's part, and makes it anew; the nodes go on.</summary>
    public async Task ReopenAsync(Action? meanwhile = null)
    {
        await EndAsync();
        Told.Clear();
        meanwhile?.Invoke();
        Data = DataDirectory.Open(_folder.Combine("data"));
        Supervisor = MakeSupervisor();
        Controller = MakeController();
        await BeginAsync();
    }

    public void Send(string node, Signal signal) => SystemProcess.Send(Supervisor.ProcessId(node)!.Value, signal);

    /// <summary>The first snapshot, from the first that was not looked at on, that is <paramref name="good"/>.</summary>
    public async Task<ClusterTopology> SeesAsync(Func<ClusterTopology, bool> good, double seconds, string what)
    {
        ClusterTopology? seen = null;
        try
        {
            await Eventually.FineAsync(() => (seen = Told.FirstOrDefault(good)) is null ? $"{Controller.Topology}" : null, Deadline.InSeconds(seconds), what);
            return seen!;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Log}");
        }
    }

    public Task<ClusterTopology> ServesAsync(string node, long afterLife, double seconds) =>
        SeesAsync(topology => topology.Node(node) is { Serves: true } now && now.Life > afterLife, seconds, $"{node} serves again");

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
    }

    private MemcachedSupervisor MakeSupervisor() => new(Spec.Nodes.Where(node => node.Managed), Spec, Data, TimeProvider.System, Log);

    private ClusterController MakeController() => new(
        Spec,
        Supervisor,
        Data,
        topology =>
        {
            Told.Enqueue(topology);
            return Hold;
        },
        TimeProvider.System,
        Log);

    private async Task EndAsync()
    {
        await Controller.DisposeAsync();
        await Supervisor.DisposeAsync();
        Data.Dispose();
    }
}
