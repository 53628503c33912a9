using Mainstay.Core.Failover;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control.Orders;

/// <summary>Finds who carries out an action, and makes a result of whatever happens.</summary>
internal sealed class ActionRunner(
    StoreCommits commits,
    SealOrder seal,
    RestoreOrder restore,
    PromoteOrder promote,
    NoOpOrder noOp,
    ReparentOrder reparent,
    GuardOrder guard,
    SaveTailOrder saveTail,
    StartOrder start,
    INodeSupervisor supervisor)
{
    /// <summary>
    /// Begins <paramref name="action"/>. Returns its id and the task of its result, or null when it is none that is answered. The task never
    /// fails, unless <paramref name="cancellationToken"/> ends it.
    /// </summary>
    public (ActionId Id, Task<ActionResult> Result)? Begin(FailoverAction action, CancellationToken cancellationToken) => action switch
    {
        FailoverAction.CommitTerm a => Run(a.Id, () => commits.CommitAsync(a.Expected, a.Next, cancellationToken)),
        FailoverAction.CommitChoice a => Run(a.Id, () => commits.CommitAsync(a.Expected, a.Next, cancellationToken)),
        FailoverAction.CommitPublication a => Run(a.Id, () => commits.CommitAsync(a.Expected, a.Next, cancellationToken)),
        FailoverAction.CommitRevision a => Run(a.Id, () => commits.CommitAsync(a.Expected, a.Next, cancellationToken)),
        FailoverAction.Seal a => Run(a.Id, () => seal.RunAsync(a, cancellationToken)),
        FailoverAction.RestoreNode a => Run(a.Id, () => restore.RunAsync(a, cancellationToken)),
        FailoverAction.Promote a => Run(a.Id, () => promote.RunAsync(a, cancellationToken)),
        FailoverAction.WriteNoOp a => Run(a.Id, () => noOp.RunAsync(a, cancellationToken)),
        FailoverAction.Reparent a => Run(a.Id, () => reparent.RunAsync(a, cancellationToken)),
        FailoverAction.GuardWrites a => Run(a.Id, () => guard.RunAsync(a, cancellationToken)),
        FailoverAction.SaveTail a => Run(a.Id, () => saveTail.RunAsync(a, cancellationToken)),
        FailoverAction.StartNode a => Run(a.Id, () => start.RunAsync(a, cancellationToken)),
        FailoverAction.KillNode a => Run(a.Id, () => supervisor.KillAsync(a.Node, a.RunId, cancellationToken)),
        FailoverAction.ReplaceNode a => Run(a.Id, () => start.RunAsync(a, cancellationToken)),
        FailoverAction.RetireNode a => Run(a.Id, () => supervisor.RetireAsync(a.Node, cancellationToken)),
        _ => null,
    };

    private static (ActionId Id, Task<ActionResult> Result) Run(ActionId id, Func<Task<ActionResult>> action) => (id, ResultOfAsync(action));

    private static async Task<ActionResult> ResultOfAsync(Func<Task<ActionResult>> action)
    {
        try
        {
            // Off the loop of decisions: a commit to a file blocks its thread.
            return await Task.Run(action);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new ActionResult.Failed(e.Message);
        }
    }
}
