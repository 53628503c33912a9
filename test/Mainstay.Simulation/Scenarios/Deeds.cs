using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Simulation.Control;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Store;

namespace Mainstay.Simulation.Scenarios;

/// <summary>What a script can do to a world, by its words.</summary>
internal static class Deeds
{
    /// <exception cref="ScenarioException">The words mean nothing.</exception>
    public static void Do(SimulatedWorld world, string deed)
    {
        // "the-primary" is whoever is published when the deed is done.
        var words = deed.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "the-primary" ? world.Topology?.Primary?.Node ?? world.Nodes[0].Name : word)
            .ToArray();
        world.Notes.Happened(deed);
        switch (words)
        {
            case ["kill", "all"]: Each(world, node => world.Kill(node.Name)); break;
            case ["kill", var node]: world.Kill(node); break;
            case ["thaw", "all"]: Each(world, node => world.Thaw(node.Name)); break;
            case ["freeze", var node]: world.Freeze(node); break;
            case ["thaw", var node]: world.Thaw(node); break;
            case ["busy", var node, "for", var span]:
                world.Node(node).Process?.SetBusy(true);
                world.Events.After(ScenarioParser.Duration(span), () => world.Node(node).Process?.SetBusy(false));
                break;
            case ["cut", var node, "off"]: Each(world, other => world.Cut(node, other.Name)); world.Cut(node, SimulatedNetwork.Control); break;
            case ["cut", var a, "from", var b]: world.Cut(a, b); break;
            case ["cut", "one", "way", var a, "to", var b]: world.CutOneWay(a, b); break;
            case ["heal", "all"]: world.Network.HealAll(); break;
            case ["heal", var a, "from", var b]: world.Network.Heal(a, b); break;
            case ["save", var node]: world.Save(node); break;
            case ["remove", "data", "of", var node] when world.Nodes.Count(other => other.HasDirectory) > 1: world.RemoveData(node); break;
            case ["remove", "data", "of", _]: break;
            case ["start", var node, "by", "hand", "empty"]: world.StartByHand(node, empty: true); break;
            case ["start", var node, "by", "hand"]: world.StartByHand(node, empty: false); break;
            case ["prevent", "starts", "of", var node]: world.Processes.FailingStarts.Add(node); break;
            case ["allow", "all", "starts"]: world.Processes.FailingStarts.Clear(); break;
            case ["allow", "starts", "of", var node]: world.Processes.FailingStarts.Remove(node); break;
            case ["follow", var node, "of", var primary]: world.Node(node).Process?.Follow(world.Node(primary).Address); break;
            case ["restart", "controller"]: world.ReplaceController(world.Controllers[^1]); break;
            case ["restart", "daemon"]: world.RestartDaemon(); break;
            case ["usurp", "controller", "for", var span]: world.UsurpController(ScenarioParser.Duration(span)); break;
            case ["lose", "answer", "of", var command]: world.Controllers[^1].LostAnswers.Add(command); break;
            case ["store", .. var rest]: Store(world, deed, rest); break;
            case ["operator", .. var rest]: world.Ask(Request(world, deed, rest)); break;
            case ["late", .. var rest]: Late(world, deed, rest); break;
            case ["bypass", "to", var node, "with", var count, "writes"]: world.Bypass(node, int.Parse(count, CultureInfo.InvariantCulture)); break;
            case ["allow", "readers", "a", "lag", "of", var span]:
                world.Controllers[^1].Post(new FailoverInput.ReaderConfigured(new ReaderSpec { LagTime = ScenarioParser.Duration(span) }));
                break;
            case ["stop", "writes"]: world.Endpoints.StopWriting(); break;
            default: throw new ScenarioException(deed, "unknown deed");
        }
    }

    private static void Each(SimulatedWorld world, Action<SimulatedNode> what)
    {
        foreach (var node in world.Nodes) what(node);
    }

    private static void Store(SimulatedWorld world, string deed, string[] words)
    {
        switch (words)
        {
            case ["down"]: world.Store.IsDown = true; break;
            case ["full"]: world.Store.IsFull = true; break;
            case ["is", "unreliable"]: world.Store.Unreliability = 0.15; break;
            case ["recovers"]: world.Store.Recover(); break;
            case ["refuses", "next", var kind]: world.Store.FailNext(Kind(deed, kind), StoreFault.Refuse); break;
            case ["times", "out", "before", "next", var kind]: world.Store.FailNext(Kind(deed, kind), StoreFault.TimeOutBefore); break;
            case ["times", "out", "after", "next", var kind]: world.Store.FailNext(Kind(deed, kind), StoreFault.TimeOutAfter); break;
            default: throw new ScenarioException(deed, "unknown fault of the store");
        }
    }

    private static CommitKind Kind(string deed, string word) =>
        Enum.TryParse<CommitKind>(word, ignoreCase: true, out var kind) ? kind : throw new ScenarioException(deed, "term, choice, publication or revision");

    private static OperatorRequest Request(SimulatedWorld world, string deed, string[] words) => words switch
    {
        ["switchover"] => new OperatorRequest.Switchover(null, DryRun: false),
        ["switchover", "to", var node] => new OperatorRequest.Switchover(node, DryRun: false),
        ["dry-run"] => new OperatorRequest.Switchover(null, DryRun: true),
        ["failover"] => new OperatorRequest.Failover(AcceptDataLoss: false),
        ["failover", "accepting", "data", "loss"] => new OperatorRequest.Failover(AcceptDataLoss: true),
        ["pause"] => new OperatorRequest.Pause(),
        ["add", var node] => new OperatorRequest.AddNode(world.Node(node).Spec),
        ["remove", var node] => new OperatorRequest.RemoveNode(node, DryRun: false),
        ["restore"] => new OperatorRequest.Restore("backup", null, DryRun: false),
        ["restore", "on", var node] => new OperatorRequest.Restore("backup", node, DryRun: false),
        ["plan", "restore"] => new OperatorRequest.Restore("backup", null, DryRun: true),
        ["plan", "removal", "of", var node] => new OperatorRequest.RemoveNode(node, DryRun: true),
        ["resume"] => new OperatorRequest.Resume(),
        _ => throw new ScenarioException(deed, "unknown request"),
    };

    /// <summary>A command that a former controller sent on a connection that the node had accepted: it is executed when the node gets to it.</summary>
    private static void Late(SimulatedWorld world, string deed, string[] words)
    {
        Action<ServerProcess> command = words switch
        {
            ["promote", _] => process => process.Promote(),
            ["reparent", _, "to", var primary] => process => process.Follow(world.Node(primary).Address),
            _ => throw new ScenarioException(deed, "late promote NODE, or late reparent NODE to NODE"),
        };
        var connection = world.Node(words[1]).Connect(SimulatedNetwork.Control, NodeConnection.ControlUser)!;
        connection.Process.Send(new NodeRequest(connection, deed, command, () => { }));
    }
}
