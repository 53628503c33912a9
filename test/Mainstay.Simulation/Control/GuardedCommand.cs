using Mainstay.Core.Failover;
using Mainstay.Simulation.Checking;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Store;

namespace Mainstay.Simulation.Control;

/// <summary>
/// One command that changes a node, fenced against being late: open a connection, be answered once, read the term again, only then send.
/// What was sent stays in the node's socket buffer whatever becomes of the controller.
/// </summary>
internal sealed class GuardedCommand(
    ActionId id,
    string name,
    SimulatedNode node,
    string? runId,
    bool skipsTermCheck,
    EventQueue events,
    SimulatedNetwork network,
    SimulatedStore store,
    InvariantChecker checker,
    Action<ActionResult> answer)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);
    private bool _answered;
    private bool _sent;

    /// <summary>Carries it out; <paramref name="execute"/> runs in the process, on the connection given.</summary>
    public void Run(Func<ServerProcess, NodeConnection, ActionResult> execute)
    {
        // 1. Open, and be answered once.
        if (node.Connect(SimulatedNetwork.Control, NodeConnection.ControlUser) is not { } connection)
        {
            events.After(network.Latency(), () => Finish(new ActionResult.Failed("connection refused")));
            return;
        }

        events.After(_patience, () =>
        {
            if (!_sent) Finish(new ActionResult.Failed("no answer; nothing was sent"));
        });
        connection.Process.Send(new NodeRequest(
            connection,
            "ping",
            process => process.Answer(SimulatedNetwork.Control, () => Checked(connection, execute)),
            () => Finish(new ActionResult.Failed("connection reset; nothing was sent"))));
    }

    private void Checked(NodeConnection connection, Func<ServerProcess, NodeConnection, ActionResult> execute)
    {
        if (_answered) return;
        if (runId is not null && connection.Process.RunId != runId)
        {
            Finish(new ActionResult.Failed("another process answers there"));
            return;
        }

        // 2. Read the term again.
        store.Read(state =>
        {
            if (_answered) return;
            if (skipsTermCheck) Send(connection, execute);
            else if (state is null) Finish(new ActionResult.Failed("the store did not answer; nothing was sent"));
            else if (state.Term != id.Term) Finish(new ActionResult.Conflict(state));
            else Send(connection, execute);
        });
    }

    private void Send(NodeConnection connection, Func<ServerProcess, NodeConnection, ActionResult> execute)
    {
        // 3. Send. From here on its end may be unknown.
        _sent = true;
        checker.CommandSent(id, name, node.Name);
        events.After(_patience, () => Finish(new ActionResult.Unknown("no answer")));
        connection.Process.Send(new NodeRequest(
            connection,
            name,
            process =>
            {
                var result = process.IsLoading ? new ActionResult.Failed("LOADING") : execute(process, connection);
                process.Answer(SimulatedNetwork.Control, () => Finish(result));
            },
            () => Finish(new ActionResult.Unknown("connection reset"))));
    }

    private void Finish(ActionResult result)
    {
        if (_answered) return;
        _answered = true;
        answer(result);
    }
}
