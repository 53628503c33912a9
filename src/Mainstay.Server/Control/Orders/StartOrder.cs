using Mainstay.Core.Failover;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Starts nodes, as they were or afresh, and reports them: whoever ordered it must know at once that the process he mourned has a successor,
/// or he orders it again.
/// </summary>
internal sealed class StartOrder(GroupNodes nodes, NodeDialer dialer, INodeSupervisor supervisor)
{
    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.StartNode action, CancellationToken cancellationToken) =>
        ReportAsync(action.Node, supervisor.StartAsync, cancellationToken);

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.ReplaceNode action, CancellationToken cancellationToken) =>
        ReportAsync(action.Node, supervisor.ReplaceAsync, cancellationToken);

    private async Task<ActionResult> ReportAsync(string node, Func<string, CancellationToken, Task<ActionResult>> start, CancellationToken cancellationToken)
    {
        var result = await start(node, cancellationToken);
        if (result is not ActionResult.Done { Report: null }) return result;
        try
        {
            var (connection, replies) = await dialer.OpenAsync(nodes[node], NodeQuestions.Report, OrderLimits.FirstReport, cancellationToken);
            connection.Dispose();
            return new ActionResult.Done(NodeQuestions.ReadReport(replies));
        }
        catch (NodeException e)
        {
            return new ActionResult.Failed($"{node} was started and gives no report: {e.Message}");
        }
    }
}
