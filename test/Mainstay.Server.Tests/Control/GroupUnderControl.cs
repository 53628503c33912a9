using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Nodes;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Control;

/// <summary>A whole group: three managed nodes, the supervisor, the store's file, and the controller with its machine.</summary>
internal sealed class GroupUnderControl : IAsyncDisposable
{
    private GroupUnderControl() => Rig = NodeRig.Make("main-001", "main-002", "main-003");

    public NodeRig Rig { get; }

    public TestLog Log { get; } = new();

    public RecordingGate Gate { get; } = new();

    public IGroupStore Store { get; private set; } = null!;

    public GroupController Controller { get; private set; } = null!;

    private GroupSpec Spec => new() { Name = "main", Nodes = [.. Rig.Ports.Select(port => NodeRig.Spec(Rig.Data, port.Key, port.Value)).OrderBy(node => node.Name)] };

    public static async Task<GroupUnderControl> StartAsync()
    {
        var group = new GroupUnderControl();
        await group.OpenAsync();
        await group.WholeAsync();
        return group;
    }

    public async Task OpenAsync()
    {
        Store = new FileGroupStore(Rig.Data.Store, NullLogger<FileGroupStore>.Instance);
        Controller = new GroupController(Spec, Store, Rig.Supervisor, Rig.Credentials, Gate, TimeProvider.System, Log);
        await Rig.Supervisor.AdoptAsync(TestContext.Current.CancellationToken);
        await Controller.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the daemon's part and opens it again, as its restart does.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await Controller.DisposeAsync();
        await Store.DisposeAsync();
        await Rig.CloseAsync();
        meanwhile?.Invoke();
        Rig.Open();
        await OpenAsync();
    }

    public int ProcessId(string node) => Rig.Supervisor.Activity(node)!.ProcessId;

    public void Send(string node, Signal signal) => SystemProcess.Send(ProcessId(node), signal);

    public Task<OperatorReply> AskAsync(OperatorRequest request) => Controller.AskAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Awaits one primary and two replicas online; returns the snapshot.</summary>
    public async Task<GroupTopology> WholeAsync(ulong atLeastTerm = 1)
    {
        try
        {
            await Eventually.FineAsync(
                () => Gate.Serving is { } topology && topology.Term >= atLeastTerm && topology.Nodes.All(node => node.Health == NodeHealth.Online) && topology.Nodes.Count(node => node.Role == NodeRole.Replica) == 2
                    ? null
                    : $"{Describe(Controller.Status.Topology)}: {Controller.Status.LastReason}",
                Deadline.InSeconds(15),
                "the group is whole");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Log}");
        }

        return Gate.Serving!;
    }

    /// <summary>
    /// Awaits that both replicas have all that was written. Right after a first synchronisation a primary lists replicas as online that get
    /// nothing before their first acknowledgement, up to a second later.
    /// </summary>
    public async Task ReplicatedAsync()
    {
        var primary = Gate.Serving!.Primary!.Node;
        var written = long.Parse(await Rig.InfoAsync(primary, "replication", "master_repl_offset"), CultureInfo.InvariantCulture);
        foreach (var node in Rig.Ports.Keys)
            await Eventually.GetAsync(() => Rig.InfoAsync(node, "replication", "master_repl_offset"), offset => long.Parse(offset, CultureInfo.InvariantCulture) >= written, Deadline.InSeconds(10), $"{node} has everything");
    }

    /// <summary>Awaits a serving snapshot of a term after <paramref name="term"/>; returns it and when it was published.</summary>
    public async Task<(long At, GroupTopology Topology)> ServesAfterAsync(ulong term)
    {
        bool Good((long At, GroupTopology Topology) one) => one.Topology is { State: GroupState.Serving, Primary: not null } && one.Topology.Term > term;
        await Eventually.FineAsync(() => Gate.Published.Any(Good) ? null : $"{Describe(Controller.Status.Topology)}\n{Log}", Deadline.InSeconds(15), "a newer term serves");
        return Gate.Published.First(Good);
    }

    public async ValueTask DisposeAsync()
    {
        await Controller.DisposeAsync();
        await Store.DisposeAsync();
        await Rig.DisposeAsync();
    }

    private static string Describe(GroupTopology topology) => string.Create(
        CultureInfo.InvariantCulture,
        $"term {topology.Term} {topology.State} primary {topology.Primary?.Node} [{string.Join(", ", topology.Nodes.Select(node => $"{node.Name} {node.Role} {node.Health}"))}]");
}
