using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Backups;
using Mainstay.Server.Control;
using Mainstay.Server.Web.Metrics;

namespace Mainstay.Server.Web;

/// <summary>What the API shows and asks of one group.</summary>
/// <param name="Spec">The group as configured.</param>
/// <param name="Controller">Who knows and decides.</param>
/// <param name="Newcomers">Who looks at nodes before they are taken in.</param>
/// <param name="Backups">Who takes backups and restores them.</param>
/// <param name="Endpoints">The state of its endpoints just now.</param>
public sealed record WebGroup(GroupSpec Spec, IGroupController Controller, Newcomers Newcomers, GroupBackups Backups, Func<ImmutableArray<EndpointStatus>> Endpoints)
{
    /// <summary>The group as <c>/v1/status</c> has it.</summary>
    public GroupView View() => View(Controller.Status);

    /// <summary>The group with what else is known of it.</summary>
    public GroupDetailView Detail()
    {
        var status = Controller.Status;
        var details = status.Topology.Nodes.Select(node => Figures(status, node.Name) is { } figures
            ? new NodeDetailView(node.Name, figures.ProcessId, figures.SavedTails) { Remarks = figures.Remarks }
            : new NodeDetailView(node.Name, null, []));
        var counts = Endpoints().Select(endpoint => new EndpointCountsView(Word.Of(endpoint.Kind), endpoint.Address.ToString(), endpoint.Figures));
        return new GroupDetailView(View(status), status.LastReason, [.. details], [.. counts]);
    }

    /// <summary>Whether commands reach a primary: it serves, or was paused while it did.</summary>
    public bool IsReady() => IsReady(Controller.Status);

    /// <summary>All that metrics are made of, at this moment.</summary>
    internal GroupReading Read()
    {
        var status = Controller.Status;
        var endpoints = Endpoints().Select(endpoint => new EndpointReading(Word.Of(endpoint.Kind) + (HasTls(endpoint) ? "_tls" : ""), endpoint));
        return new GroupReading(Spec.Name, IsReady(status), status, [.. endpoints]);
    }

    private static bool IsReady(GroupStatus status) => status.Topology is { Primary: not null, State: GroupState.Serving or GroupState.Paused };

    private GroupView View(GroupStatus status)
    {
        var topology = status.Topology;
        var nodes = topology.Nodes.Select(node =>
        {
            var figures = Figures(status, node.Name);
            return new NodeView(node.Name, node.Address.ToString(), Word.Of(node.Role), Word.Of(node.Health), figures?.Offset, figures?.LagBytes);
        });
        return new GroupView(
            Spec.Name, Word.Of(Spec.Engine), topology.Term, topology.Revision, Word.Of(topology.State), topology.Primary?.Node,
            Spec.Durability.IsSync ? "sync" : "async", [.. nodes],
            [.. Endpoints().Select(endpoint => EndpointView.Of(endpoint, HasTls(endpoint)))]);
    }

    private bool HasTls(EndpointStatus endpoint) => Spec.Endpoints.Any(spec => spec.Tls && spec.Address == endpoint.Address);

    private static NodeFigures? Figures(GroupStatus status, string node) => status.Nodes.FirstOrDefault(figures => figures.Name == node);
}
