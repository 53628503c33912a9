using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Server.Control;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Tests.Control.Orders;

/// <summary>Real servers, a store in memory at term 5, and those who carry out actions.</summary>
internal sealed class OrderGround : IAsyncDisposable
{
    public const ulong Term = 5;

    private long _sequence;

    private OrderGround(IReadOnlyList<ControlledNode> nodes)
    {
        Nodes = nodes;
        Crew = new ControlCrew(
            new GroupSpec { Name = "main", Nodes = [.. nodes.Select(node => node.Spec)] },
            Store,
            Supervisor,
            new NodeCredentials(ControlledNode.Control.Password, ControlledNode.Replication.Password),
            TimeProvider.System);
    }

    public IReadOnlyList<ControlledNode> Nodes { get; }

    public ScriptedStore Store { get; } = new(Term);

    public RecordingSupervisor Supervisor { get; } = new();

    public ControlCrew Crew { get; }

    public static async Task<OrderGround> WithReplicasAsync(int replicas) => new(await ControlledNode.GroupAsync(replicas));

    public ActionId NextId() => new(Term, ++_sequence);

    public async Task<ActionResult> RunAsync(FailoverAction action)
    {
        var (_, result) = Crew.Runner.Begin(action, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("nobody carries it out");
        return await result;
    }

    public Task<ActionResult> SealAsync(ControlledNode node) => RunAsync(new FailoverAction.Seal(NextId(), node.Spec.Name));

    public Task<ActionResult> PromoteAsync(ControlledNode node, string runId) => RunAsync(new FailoverAction.Promote(NextId(), node.Spec.Name, runId));

    public Task<ActionResult> ReparentAsync(ControlledNode node, string runId, ControlledNode primary) =>
        RunAsync(new FailoverAction.Reparent(NextId(), node.Spec.Name, runId, primary.Spec.Name));

    public Task<ActionResult> NoOpAsync(ControlledNode node, string runId) => RunAsync(new FailoverAction.WriteNoOp(NextId(), node.Spec.Name, runId));

    /// <summary>The report of an action that must have been carried out.</summary>
    public static NodeReport Done(ActionResult result) => Assert.IsType<ActionResult.Done>(result).Report!;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        await Supervisor.DisposeAsync();
    }
}
