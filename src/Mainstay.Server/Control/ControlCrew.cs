using Mainstay.Core.Configuration;
using Mainstay.Server.Control.Orders;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;

namespace Mainstay.Server.Control;

/// <summary>Builds those who carry out a group's actions.</summary>
internal sealed class ControlCrew
{
    public ControlCrew(GroupSpec spec, IGroupStore store, INodeSupervisor supervisor, NodeCredentials credentials)
    {
        Dialer = new NodeDialer(new NodeLogin(NodeCredentials.ControlUser, credentials.ControlPassword));
        Nodes = new GroupNodes(spec.Nodes);
        var nodes = Nodes;
        var orders = new FencedOrders(Dialer, new TermGuard(store, spec.Name));
        var demoted = new DemotedProcesses();
        Runner = new ActionRunner(
            new StoreCommits(store, spec.Name),
            new SealOrder(orders, nodes, NodeCredentials.ControlUser, demoted),
            new PromoteOrder(orders, nodes, demoted),
            new NoOpOrder(orders, nodes),
            new ReparentOrder(orders, nodes, demoted),
            new GuardOrder(orders, nodes),
            new SaveTailOrder(nodes, Dialer, new TailReader(new NodeLogin(NodeCredentials.ReplicationUser, credentials.ReplicationPassword)), supervisor),
            new StartOrder(nodes, Dialer, supervisor),
            supervisor);
    }

    /// <summary>Opens control connections.</summary>
    public NodeDialer Dialer { get; }

    /// <summary>The present nodes.</summary>
    public GroupNodes Nodes { get; }

    /// <summary>Carries out actions.</summary>
    public ActionRunner Runner { get; }
}
