using Mainstay.Core.Failover;
using Mainstay.Simulation.Checking;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Store;

namespace Mainstay.Simulation.Control;

/// <summary>Carries out one controller's actions in the world and posts what came of them.</summary>
internal sealed class SimulatedDriver(SimulatedWorld world, Mutation mutation, Action<string> probe, Action<FailoverAction.AdoptMembers> adopt, Action<FailoverInput> post)
{
    /// <summary>Actions whose answer is lost, by kind; each entry counts once.</summary>
    public List<string> LostAnswers { get; } = [];

    /// <summary>Begins one action.</summary>
    public void CarryOut(FailoverAction action)
    {
        switch (action)
        {
            case FailoverAction.Probe asked: probe(asked.Node); break;
            case FailoverAction.CommitTerm commit: Commit(CommitKind.Term, commit.Id, commit.Expected, commit.Next); break;
            case FailoverAction.CommitChoice commit: Commit(CommitKind.Choice, commit.Id, commit.Expected, commit.Next); break;
            case FailoverAction.CommitPublication commit: Commit(CommitKind.Publication, commit.Id, commit.Expected, commit.Next); break;
            case FailoverAction.CommitRevision commit: Commit(CommitKind.Revision, commit.Id, commit.Expected, commit.Next); break;
            case FailoverAction.Fence fence: world.Endpoints.Fence(fence.Term, fence.Drain, drained => post(new FailoverInput.EndpointsFenced(fence.Term, drained))); break;
            case FailoverAction.Publish publish: world.Publish(publish.Topology); break;
            case FailoverAction.Seal seal: Seal(seal); break;
            case FailoverAction.RestoreNode restore: Restore(restore); break;
            case FailoverAction.Promote promote: Promote(promote); break;
            case FailoverAction.WriteNoOp write: Command(write.Id, "no-op", write.Node, write.RunId, (process, _) => Done(process, process.NoOp)); break;
            case FailoverAction.GuardWrites guard:
                Command(guard.Id, "guard-writes", guard.Node, guard.RunId, (process, _) => Done(process, () => process.MinReplicas = guard.MinReplicas));
                break;
            case FailoverAction.Reparent reparent:
                var primary = world.Node(reparent.Primary).Address;
                Command(reparent.Id, "reparent", reparent.Node, reparent.RunId, (process, _) => Done(process, () => process.Follow(primary)));
                break;
            case FailoverAction.SaveTail save: SaveTail(save); break;
            case FailoverAction.StartNode start: world.Processes.Start(start.Node, Answer(start.Id, "start-node")); break;
            case FailoverAction.KillNode kill: world.EndProcess(kill.Node, kill.RunId, Answer(kill.Id, "kill-node")); break;
            case FailoverAction.ReplaceNode replace: world.Processes.Replace(replace.Node, Answer(replace.Id, "replace-node")); break;
            case FailoverAction.RetireNode retire: world.EndProcess(retire.Node, null, Answer(retire.Id, "retire-node")); break;
            case FailoverAction.AdoptMembers members: adopt(members); break;
            case FailoverAction.Explain or FailoverAction.Reply: break;
            default: throw new InvalidOperationException($"no driver for {action.GetType().Name}");
        }
    }

    private static ActionResult.Done Done(ServerProcess process, Action change)
    {
        change();
        return new ActionResult.Done(process.Report());
    }

    private void Commit(CommitKind kind, ActionId id, long expected, DurableState next) => world.Store.CompareAndSwap(kind, expected, next, Answer(id, $"commit-{kind}"));

    private void Seal(FailoverAction.Seal seal)
    {
        if (mutation.SkipsSeal)
        {
            Command(seal.Id, "seal", seal.Node, null, (process, _) => new ActionResult.Done(process.Report() with
            {
                Role = Core.Topology.NodeRole.Replica,
                FollowsHost = "127.0.0.1",
                FollowsPort = 0,
                LinkUp = false,
            }));
            return;
        }

        Command(seal.Id, "seal", seal.Node, null, (process, connection) => Done(process, () =>
        {
            process.EndConnections(NodeConnection.ControlUser, connection);
            process.Follow(new Core.Topology.NodeAddress("127.0.0.1", 0));
        }));
    }

    /// <summary>Answered when it is loaded, or when the process ends.</summary>
    private void Restore(FailoverAction.RestoreNode restore)
    {
        var answer = Answer(restore.Id, "restore");
        new GuardedCommand(restore.Id, "restore", world.Node(restore.Node), restore.RunId, mutation.SkipsTermCheck, world.Events, world.Network, world.Store, world.Checker, begun =>
        {
            if (begun is not ActionResult.Done) answer(begun);
            else Poll();
        }).Run((process, _) =>
        {
            world.Losses.ExcuseAll();
            process.Restore(world.NewReplicationId());
            return new ActionResult.Done(process.Report());
        });

        void Poll()
        {
            var process = world.Node(restore.Node).Process;
            if (process?.RunId != restore.RunId) answer(new ActionResult.Failed("its process ended"));
            else if (process.IsResponsive && !process.IsLoading) answer(new ActionResult.Done(process.Report()));
            else world.Events.After(TimeSpan.FromMilliseconds(10), Poll);
        }
    }

    private void Promote(FailoverAction.Promote promote) => Command(promote.Id, "promote", promote.Node, promote.RunId, (process, _) => Done(process, () =>
    {
        world.Checker.Promoting(promote.Id.Term, process);
        process.Promote();
    }));

    /// <summary>A live primary's tail is read by PSYNC, which a sealed one refuses; a dead one's files are moved aside.</summary>
    private void SaveTail(FailoverAction.SaveTail save)
    {
        if (save.RunId is null)
        {
            world.Processes.SetAside(save.Node, Answer(save.Id, "save-tail"));
            return;
        }

        Command(save.Id, "save-tail", save.Node, save.RunId, (process, _) => process.State.IsPrimary
            ? new ActionResult.Done(process.Report())
            : new ActionResult.Failed("NOMASTERLINK Can't SYNC while not connected with my master"));
    }

    private void Command(ActionId id, string name, string node, string? runId, Func<ServerProcess, NodeConnection, ActionResult> execute) =>
        new GuardedCommand(id, name, world.Node(node), runId, mutation.SkipsTermCheck, world.Events, world.Network, world.Store, world.Checker, Answer(id, name))
            .Run(execute);

    private Action<ActionResult> Answer(ActionId id, string name) => result =>
    {
        if (LostAnswers.Remove(name) && result is ActionResult.Done) result = new ActionResult.Unknown("no answer");
        post(new FailoverInput.ActionCompleted(id, result));
    };
}
