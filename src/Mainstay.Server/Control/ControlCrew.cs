using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Server.Control.Orders;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;

namespace Mainstay.Server.Control;

/// <summary>Builds those who carry out a group's actions.</summary>
internal sealed class ControlCrew
{
    public ControlCrew(GroupSpec spec, IGroupStore store, INodeSupervisor supervisor, NodeCredentials credentials, TimeProvider time)
    {
        var logins = credentials.Logins(spec.Access);
        var tls = NodeTls.Of(spec.NodeTls, time);
        Dialer = new NodeDialer(logins.Control, tls);
        Nodes = new GroupNodes(spec.Nodes);
        var nodes = Nodes;
        var orders = new FencedOrders(Dialer, new TermGuard(store, spec.Name));
        var demoted = new DemotedProcesses();
        var seal = new SealOrder(orders, nodes, demoted, Rewrites);
        Runner = new ActionRunner(
            new StoreCommits(store, spec.Name),
            seal,
            new RestoreOrder(orders, nodes, logins, seal, time),
            new PromoteOrder(orders, nodes, demoted),
            new NoOpOrder(orders, nodes),
            new ReparentOrder(orders, nodes, logins, demoted),
            new GuardOrder(orders, nodes),
            new SaveTailOrder(nodes, Dialer, new TailReader(logins.Replication, tls), supervisor),
            new StartOrder(nodes, Dialer, supervisor),
            supervisor);
    }

    /// <summary>Opens control connections.</summary>
    public NodeDialer Dialer { get; }

    /// <summary>Which servers of others could not write down that they are sealed.</summary>
    public RefusedRewrites Rewrites { get; } = new();

    /// <summary>The present nodes.</summary>
    public GroupNodes Nodes { get; }

    /// <summary>Carries out actions.</summary>
    public ActionRunner Runner { get; }
}
