using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Routing;

/// <summary>
/// Where a group's commands go: the newest topology and the fence. Both only go forward. Safe from any thread; a session reads it
/// under its own lock and is told of every change.
/// </summary>
internal sealed class GroupRoute
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (int Now, long Ever)> _readers = new();
    private volatile GroupTopology? _topology;
    private ulong _fence;

    /// <summary>What reader endpoints read from. May be replaced at any time; whoever does tells the sessions.</summary>
    public ReaderSpec Reader { get; set => Volatile.Write(ref field, value); } = new();

    /// <summary>The newest snapshot; null before the first.</summary>
    public GroupTopology? Topology => _topology;

    /// <summary>Nothing is sent to a primary of a term before this one.</summary>
    public ulong Fence => Volatile.Read(ref _fence);

    /// <summary>The primary that commands may be sent to, or null.</summary>
    public RouteTarget? Primary => IsOpen && _topology is { } topology ? PrimaryOf(topology) : null;

    /// <summary>Whether there is a primary that commands may be sent to.</summary>
    public bool IsOpen => _topology is { Primary: not null } topology && topology.Term >= Fence;

    /// <summary>Raises the fence; never lowers it.</summary>
    public void RaiseFence(ulong term)
    {
        lock (_gate)
            if (term > _fence) Volatile.Write(ref _fence, term);
    }

    /// <summary>Takes a snapshot unless an equal or newer one is there. The fence follows the term.</summary>
    public bool TryPublish(GroupTopology topology)
    {
        lock (_gate)
        {
            if (_topology is { } present && (topology.Term, topology.Revision).CompareTo((present.Term, present.Revision)) < 0) return false;
            _topology = topology;
            if (topology.Term > _fence) Volatile.Write(ref _fence, topology.Term);
            return true;
        }
    }

    /// <summary>Whether anything may be sent to <paramref name="target"/> just now.</summary>
    public bool MaySend(RouteTarget target) => !target.IsPrimary || target.Term >= Fence;

    /// <summary>Where an endpoint of <paramref name="kind"/> should send; null while it holds.</summary>
    /// <param name="kind">Primary or reader.</param>
    /// <param name="present">Where the session is; a reader stays while it may.</param>
    /// <param name="avoid">A node that just failed the session.</param>
    public RouteTarget? TargetFor(EndpointKind kind, RouteTarget? present, string? avoid)
    {
        if (_topology is not { } topology) return null;
        if (kind == EndpointKind.Primary) return IsOpen ? PrimaryOf(topology) : null;
        if (present is { IsPrimary: false } && present.Node != avoid && ReaderChoice.MayStay(topology, present.Node, present.RunId))
            return Replica(topology, topology.Node(present.Node)!) with { RunId = present.RunId ?? topology.Node(present.Node)!.RunId };
        var node = ReaderChoice.Choose(topology, name => _readers.GetValueOrDefault(name), avoid, Reader.FallsBackToPrimary);
        if (node is null) return null;
        if (node.Name != topology.Primary?.Node) return Replica(topology, node);
        return IsOpen ? PrimaryOf(topology) : null;
    }

    /// <summary>Whether a reader that has no target now must not even stay where it is: a replica is none to read from, and so is the primary without a fallback.</summary>
    public bool IsUnfit(EndpointKind kind, RouteTarget present) => kind == EndpointKind.Reader && (!present.IsPrimary || !Reader.FallsBackToPrimary);

    /// <summary>Whether an endpoint of <paramref name="kind"/> has a node to send to.</summary>
    public bool HasTarget(EndpointKind kind) => kind == EndpointKind.Primary ? IsOpen : TargetFor(kind, null, null) is not null;

    /// <summary>The nodes that an endpoint of <paramref name="kind"/> sends to now.</summary>
    public ImmutableArray<string> Targets(EndpointKind kind)
    {
        if (_topology is not { } topology) return [];
        if (kind == EndpointKind.Reader)
        {
            var replicas = topology.Nodes.Where(node => node is { Role: NodeRole.Replica, Health: NodeHealth.Online }).Select(node => node.Name).ToImmutableArray();
            if (!replicas.IsEmpty || !Reader.FallsBackToPrimary) return replicas;
        }

        return IsOpen ? [topology.Primary!.Node] : [];
    }

    /// <summary>A session of a reader endpoint begins (1) or ends (-1) to use <paramref name="node"/>.</summary>
    public void CountReader(string node, int change) => _readers.AddOrUpdate(
        node, _ => (Math.Max(0, change), Math.Max(0, change)), (_, count) => (Math.Max(0, count.Now + change), count.Ever + Math.Max(0, change)));

    private static RouteTarget? PrimaryOf(GroupTopology topology) =>
        topology.PrimaryNode is { } node && topology.Primary is { } identity
            ? new RouteTarget(node.Name, node.Address, node.UnixSocket, identity.RunId, identity.ReplicationId, true, topology.Term)
            : null;

    private static RouteTarget Replica(GroupTopology topology, TopologyNode node) =>
        new(node.Name, node.Address, node.UnixSocket, node.RunId, null, false, topology.Term);
}
