using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Endpoints.Routing;
using Mainstay.Server.Backups;
using Mainstay.Server.Control;
using Mainstay.Server.Hosting.Handover;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Web;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Hosting;

/// <summary>All that belongs to one group on this host: who runs its nodes, who leads to them and who decides. Built together, started and ended by the daemon.</summary>
internal sealed class HostedGroup
{
    /// <param name="daemon">What it is part of: where backups go, what names lead to.</param>
    /// <param name="spec">The group as configured.</param>
    /// <param name="committed">What the store holds: from the first commit on it says who belongs to the group.</param>
    /// <param name="data">Where the files of its nodes are.</param>
    /// <param name="credentials">As whom nodes are controlled.</param>
    /// <param name="follow">Is told of each topology after the endpoints.</param>
    /// <param name="store">Where its state is committed.</param>
    /// <param name="plane">Where its clients are served.</param>
    /// <param name="predecessor">Who served them before and may still do so; null for nobody.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the loggers.</param>
    public HostedGroup(
        DaemonSpec daemon, GroupSpec spec, DurableState committed, DataDirectory data, NodeCredentials credentials, Action<GroupTopology> follow, IGroupStore store, DataPlane plane,
        Predecessor? predecessor, TimeProvider time, ILoggerFactory loggers)
    {
        NodeSpec WithSocket(NodeSpec node) => node.Managed ? node with { UnixSocket = NodeSockets.PathFor(data, node.Name) } : node;
        var members = MemberNodes.Of(spec.Nodes, committed);
        Configured = [.. spec.Nodes.Select(WithSocket)];
        Spec = spec with { Nodes = [.. members.Select(WithSocket)] };

        // Nodes that others start need nothing installed here.
        NodeSpec[] managed = [.. Spec.Nodes.Concat(committed.Leavers).Where(node => node.Managed)];
        Supervisor = new NodeSupervisor(managed, managed.Length > 0 ? EngineBinary.Find(Spec.Engine) : EngineBinary.TryFind(Spec.Engine), data, credentials, time, loggers, NodeTemplate.Of(spec));
        Endpoints = plane.Group(Spec, Identity(Spec, credentials));
        LateClients = daemon.Dns is { Mode: DnsMode.Direct, Ttl: var kept } ? new LateClients(Spec, credentials, kept, time, loggers.CreateLogger<LateClients>()) : null;
        var gate = new EndpointGate(Endpoints, topology =>
        {
            follow(topology);
            LateClients?.Publish(topology);
        });
        Controller = new GroupController(Spec, store, Supervisor, credentials, predecessor is null ? gate : new HandoverGate(gate, predecessor, spec.Name), time, loggers);
        var newcomers = new Newcomers(Spec with { Nodes = Configured }, WithSocket, time);
        var taken = new GroupBackups(Spec, Controller, credentials, Path.Combine(daemon.Backups.Folder ?? Path.Combine(data.Path, "backups"), spec.Name), daemon.Backups.Keep, time);
        Web = new WebGroup(Spec, Controller, newcomers, taken, () => Endpoints.Status);
    }

    /// <summary>The group with its present members.</summary>
    public GroupSpec Spec { get; }

    /// <summary>What of another configuration of this group is in force now; returns what is not, for people.</summary>
    public async Task<ImmutableArray<string>> ReloadAsync(GroupSpec next, CancellationToken cancellationToken)
    {
        Endpoints.Configure(next);
        var changed = next.Settings.Except(Supervisor.Template.Settings).ToImmutableArray();
        var removed = Supervisor.Template.Settings.Where(setting => next.Settings.All(one => one.Directive != setting.Directive));
        Supervisor.Template = NodeTemplate.Of(next) with { Access = Supervisor.Template.Access, Persistence = Supervisor.Template.Persistence };
        ImmutableArray<string> left = [.. removed.Select(setting => $"{setting.Directive} is no setting of {next.Name} any more: nodes keep what they have until their next start")];
        return left.AddRange(await Controller.ConfigureAsync(changed, next.Reader, cancellationToken));
    }

    /// <summary>Nodes that ask for a password tell nobody who they are: ours know a user for that, those of others the group's account.</summary>
    private static NodeIdentity? Identity(GroupSpec spec, NodeCredentials credentials) => spec.Access is not { } access ? null
        : spec.Nodes.All(node => node.Managed) ? new NodeIdentity(NodeCredentials.EndpointUser, credentials.EndpointPassword)
        : new NodeIdentity(access.Username ?? "default", access.Password);

    /// <summary>The nodes that the configuration names, members or not.</summary>
    public ImmutableArray<NodeSpec> Configured { get; }

    public NodeSupervisor Supervisor { get; }

    public GroupEndpoints Endpoints { get; }

    public GroupController Controller { get; }

    /// <summary>Who ends clients that follow an old lookup; null where names lead to endpoints.</summary>
    public LateClients? LateClients { get; }

    public WebGroup Web { get; }
}
