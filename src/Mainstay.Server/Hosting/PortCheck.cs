using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Hosting;

/// <summary>
/// Looks at every port before anything is started, so that all that are taken are told at once, by whom. It is a courtesy: what counts is the
/// binding afterwards, which fails on its own when somebody was quicker.
/// </summary>
internal static class PortCheck
{
    /// <summary>What the name server's ports are for, in messages.</summary>
    public const string Dns = "DNS";

    /// <param name="spec">What is to listen.</param>
    /// <param name="adopted">Nodes that still run from an earlier daemon, with their processes.</param>
    /// <param name="isOurs">Whether the socket of an endpoint is there already.</param>
    /// <exception cref="DaemonStartException">A port is taken, or an adopted node listens elsewhere than it should.</exception>
    public static void Check(DaemonSpec spec, IReadOnlyDictionary<string, int> adopted, Func<NodeAddress, bool> isOurs)
    {
        var taken = ImmutableArray.CreateBuilder<TakenPort>();
        var all = spec.Groups.Select(group => (group.Name, group.Endpoints, group.Nodes)).Concat(spec.Clusters.Select(cluster => (cluster.Name, cluster.Endpoints, cluster.Nodes)));
        foreach (var (name, endpoints, nodes) in all)
        {
            foreach (var endpoint in endpoints.Where(endpoint => !isOurs(endpoint.Address))) Note(taken, endpoint.Address, $"the {Web.Word.Of(endpoint.Kind)}{(endpoint.Tls ? " TLS" : "")} endpoint of {name}");
            foreach (var node in nodes.Where(node => node.Managed))
            {
                if (adopted.TryGetValue(node.Name, out var process)) NoteAdopted(taken, node, process);
                else Note(taken, node.Address, $"node {node.Name}");
            }
        }

        Note(taken, spec.Web, "the API");
        foreach (var address in spec.Dns?.Listen ?? []) Note(taken, address, Dns, datagrams: true);
        if (taken.Count > 0) throw Refuse(taken.ToImmutable());
    }

    /// <summary>The refusal to start for ports that others have.</summary>
    public static DaemonStartException Refuse(ImmutableArray<TakenPort> taken, Exception? inner = null) =>
        new(string.Join('\n', taken), inner) { Taken = taken };

    /// <summary>Somebody has <paramref name="address"/>; who?</summary>
    public static TakenPort Taken(NodeAddress address, string purpose) => new(address, purpose, Owner(address, purpose == Dns)?.Describe());

    private static PortOwner? Owner(NodeAddress address, bool datagrams) =>
        PortOwner.Find(address.Port, address.Host) ?? (datagrams ? PortOwner.FindDatagram(address.Port, address.Host) : null);

    private static void Note(ImmutableArray<TakenPort>.Builder taken, NodeAddress address, string purpose, bool datagrams = false)
    {
        if (Owner(address, datagrams) is { } owner) taken.Add(new TakenPort(address, purpose, owner.Describe()));
    }

    private static void NoteAdopted(ImmutableArray<TakenPort>.Builder taken, NodeSpec node, int process)
    {
        var owner = PortOwner.Find(node.Address.Port, node.Address.Host);
        if (owner?.ProcessId == process) return;

        // One that listens nowhere has only just been started, or has ended since it was adopted: that is no reason to leave all others alone.
        if (PortOwner.PortsOf(process) is { Count: > 0 })
            throw new DaemonStartException(
                $"{node.Name} still runs from an earlier start (process {process}) and does not listen on {node.Address}: that start had other ports. "
                + $"Start with the same --port-offset as then, or end it first: kill {process}");
        if (owner is not null) taken.Add(new TakenPort(node.Address, $"node {node.Name}", owner.Describe()));
    }
}
