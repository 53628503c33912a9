using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Endpoints.Transport;
using Mainstay.Server.Control;
using Mainstay.Server.Dns;
using Mainstay.Server.Hosting.Handover;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Web;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Hosting;

/// <summary>
/// One daemon: composes the parts, starts them in an order in which nothing is begun that could not be carried on, and ends them in an order
/// in which nobody mistakes the end for a failure. The orders are those of docs/ARCHITECTURE.md.
/// </summary>
public sealed class Daemon : IAsyncDisposable
{
    /// <summary>How long a node may take to write its files and end before it is killed.</summary>
    private static readonly TimeSpan NodeGrace = TimeSpan.FromSeconds(15);

    /// <summary>How long the API may take to end what it answers.</summary>
    private static readonly TimeSpan WebGrace = TimeSpan.FromSeconds(2);

    private readonly DataDirectory _data;
    private readonly FileGroupStore _store;
    private readonly ImmutableArray<HostedGroup> _groups;
    private readonly ImmutableArray<HostedCluster> _clusters;
    private readonly DataPlane _plane;
    private readonly TimeProvider _time;
    private readonly WebServer _web;
    private readonly NameService? _names;
    private bool _served;
    private bool _held;

    private Daemon(
        DaemonSpec spec, DataDirectory data, FileGroupStore store, DataPlane plane, Predecessor? predecessor, ImmutableArray<DurableState> committed, TimeProvider time,
        ILoggerFactory loggers)
    {
        (_data, _store, _plane, _time) = (data, store, plane, time);
        var credentials = NodeCredentials.LoadOrCreate(data);
        _names = spec.Dns is { } dns ? new NameService(dns, data.Path, time, loggers) : null;
        _groups = [.. spec.Groups.Zip(committed, (group, state) => new HostedGroup(spec, group, state, data, credentials, topology => _names?.Publish(topology), _store, plane, predecessor, time, loggers))];
        _clusters = [.. spec.Clusters.Select(cluster => new HostedCluster(cluster, data, plane, predecessor, time, loggers))];
        _web = new WebServer(spec.Name, spec.Web, Groups, Clusters, time, loggers);
        Spec = spec;
    }

    /// <summary>What it runs.</summary>
    public DaemonSpec Spec { get; }

    /// <summary>Whether every group and cluster is looked after: its control loop turned a moment ago.</summary>
    public bool IsTurning => _groups.All(group => group.Controller.IsTurning) && _clusters.All(cluster => cluster.Controller.IsTurning);

    /// <summary>Whether its clients can be given to another process.</summary>
    public bool CanHandOver => _plane.CanLeave;

    /// <summary>The data directory's full path.</summary>
    public string DataPath => _data.Path;

    /// <summary>Its groups, as the API shows them.</summary>
    public ImmutableArray<WebGroup> Groups => [.. _groups.Select(group => group.Web)];

    /// <summary>Its clusters, as the API shows them.</summary>
    public ImmutableArray<WebCluster> Clusters => [.. _clusters.Select(cluster => cluster.Web)];

    /// <summary>Starts a daemon. It is up when this returns; whether its groups and clusters serve yet is in their status.</summary>
    /// <param name="spec">What it runs.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="loggers">Where it tells what it does.</param>
    /// <param name="observe">Sees the groups and clusters before anything is decided, to listen to them from the beginning; null for nobody.</param>
    /// <param name="cancellationToken">Gives up and undoes what was begun. Nodes that were started go on.</param>
    /// <exception cref="DaemonStartException">A port is taken.</exception>
    /// <exception cref="DataDirectoryException">The data directory cannot be used.</exception>
    /// <exception cref="EngineMissingException">The data server is not installed.</exception>
    /// <exception cref="StoreException">The committed state cannot be read.</exception>
    public static Task<Daemon> StartAsync(
        DaemonSpec spec, TimeProvider time, ILoggerFactory loggers, Action<ImmutableArray<WebGroup>, ImmutableArray<WebCluster>>? observe, CancellationToken cancellationToken) =>
        StartAsync(spec, null, time, loggers, observe, cancellationToken);

    /// <inheritdoc cref="StartAsync(DaemonSpec, TimeProvider, ILoggerFactory, Action{ImmutableArray{WebGroup}, ImmutableArray{WebCluster}}, CancellationToken)"/>
    /// <param name="spec">What it runs.</param>
    /// <param name="predecessor">From whom it takes over; null for nobody.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="loggers">Where it tells what it does.</param>
    /// <param name="observe">Sees the groups and clusters before anything is decided.</param>
    /// <param name="cancellationToken">Gives up and undoes what was begun.</param>
    public static Task<Daemon> StartAsync(
        DaemonSpec spec, Predecessor? predecessor, TimeProvider time, ILoggerFactory loggers, Action<ImmutableArray<WebGroup>, ImmutableArray<WebCluster>>? observe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);

        // 1. The data directory: whoever holds it is the only daemon that may touch what follows.
        var data = DataDirectory.Open(spec.Data, predecessor?.TakeLock());
        var loops = EventLoops.CountFor(Environment.ProcessorCount, spec.Groups.SelectMany(group => group.Nodes).Concat(spec.Clusters.SelectMany(cluster => cluster.Nodes)).Any(node => node.Managed));
        return StartAsync(spec, data, new DataPlane(loops, time, loggers), predecessor, time, loggers, observe, cancellationToken);
    }

    /// <summary>A daemon on what another one of this process let go of: the data directory, and endpoints that serve all the while.</summary>
    internal static Task<Daemon> ResumeAsync(Remainder left, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        StartAsync(left.Spec, left.Data, left.Plane, null, time, loggers, null, cancellationToken);

    private static async Task<Daemon> StartAsync(
        DaemonSpec spec, DataDirectory data, DataPlane plane, Predecessor? predecessor, TimeProvider time, ILoggerFactory loggers, Action<ImmutableArray<WebGroup>, ImmutableArray<WebCluster>>? observe,
        CancellationToken cancellationToken)
    {
        var store = new FileGroupStore(data.Store, loggers.CreateLogger<FileGroupStore>());
        Daemon daemon;
        try
        {
            var committed = await Task.WhenAll(spec.Groups.Select(group => store.ReadAsync(group.Name, cancellationToken).AsTask()));
            daemon = new Daemon(spec, data, store, plane, predecessor, [.. committed], time, loggers);
        }
        catch
        {
            await plane.DisposeAsync();
            await store.DisposeAsync();
            data.Dispose();
            throw;
        }

        try
        {
            await daemon.StartAsync(predecessor, observe, cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the daemon, and its nodes too, in order: first nobody decides, then nobody is served, then the nodes write their files.</summary>
    public async Task StopWithNodesAsync(CancellationToken cancellationToken)
    {
        await EndServingAsync();
        foreach (var group in _groups) await group.Supervisor.StopAllAsync(NodeGrace, cancellationToken);
        foreach (var cluster in _clusters)
            if (cluster.Supervisor is { } supervisor) await supervisor.StopAllAsync(NodeGrace, cancellationToken);
        await EndHoldingAsync();
    }

    /// <summary>
    /// Takes over what a changed configuration allows without a new start, and returns the rest, for people. What cannot be changed stays as it is.
    /// </summary>
    public async Task<ImmutableArray<string>> ReloadAsync(DaemonSpec next, CancellationToken cancellationToken)
    {
        var left = ReloadPlan.NeedsRestart(Spec, next).ToBuilder();
        foreach (var group in _groups)
            if (next.Groups.FirstOrDefault(one => one.Name == group.Spec.Name) is { } changed) left.AddRange(await group.ReloadAsync(changed, cancellationToken));
        foreach (var cluster in _clusters)
            if (next.Clusters.FirstOrDefault(one => one.Name == cluster.Spec.Name) is { } changed) await cluster.ReloadAsync(changed);
        return left.ToImmutable();
    }

    /// <summary>Nodes that the configuration names and that are no members, and members that it does not name, for people: the store says who belongs to a group that ran.</summary>
    public ImmutableArray<string> MembershipNotes =>
    [
        .. _groups.SelectMany(group => group.Configured.Where(node => group.Spec.Nodes.All(member => member.Name != node.Name))
            .Select(node => $"the configuration names {node.Name}, which is no node of {group.Spec.Name}: take it in with `node add {group.Spec.Name} {node.Name}`")),
        .. _groups.SelectMany(group => group.Spec.Nodes.Where(member => group.Configured.All(node => node.Name != member.Name))
            .Select(member => $"{member.Name} is a node of {group.Spec.Name} and not in the configuration: add it there, or take it out with `node remove {group.Spec.Name} {member.Name}`")),
    ];

    /// <summary>For an orderly end without the nodes': no further clients, and what is under way is answered, at most for <paramref name="patience"/>.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        if (_names is not null) await _names.DisposeAsync();
        await _plane.DrainAsync(patience, CancellationToken.None);
    }

    /// <summary>Ends the daemon and leaves its nodes running, for the next one to adopt.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndServingAsync();
        await EndHoldingAsync();
    }

    private async Task StartAsync(Predecessor? predecessor, Action<ImmutableArray<WebGroup>, ImmutableArray<WebCluster>>? observe, CancellationToken cancellationToken)
    {
        // 2. Nodes that still run from an earlier daemon: their ports are ours already.
        var adopted = new Dictionary<string, int>();
        foreach (var group in _groups)
        {
            foreach (var node in await group.Supervisor.AdoptAsync(cancellationToken))
                adopted[node] = group.Supervisor.Activity(node)?.ProcessId ?? 0;
        }

        foreach (var cluster in _clusters)
        {
            if (cluster.Supervisor is not { } supervisor) continue;
            foreach (var node in await supervisor.AdoptAsync(cancellationToken)) adopted[node] = supervisor.ProcessId(node) ?? 0;
        }

        // 3. Ports, before any process is started for nothing.
        PortCheck.Check(Spec with { Groups = [.. _groups.Select(group => group.Spec)] }, adopted, address => _plane.IsListening || predecessor?.Has(address) == true);
        observe?.Invoke(Groups, Clusters);

        // 4. Endpoints listen, and hold what comes: no topology is published yet. Those of a predecessor are served by it meanwhile.
        try
        {
            await _plane.StartAsync(endpoint => predecessor?.TakeSocket(endpoint.Address), cancellationToken);
        }
        catch (EndpointBindException bind)
        {
            var owner = _groups.FirstOrDefault(one => one.Spec.Endpoints.Any(endpoint => endpoint.Address == bind.Address))?.Spec.Name
                ?? _clusters.FirstOrDefault(one => one.Spec.Endpoints.Any(endpoint => endpoint.Address == bind.Address))?.Spec.Name;
            throw CannotListen(bind.Address, $"an endpoint of {owner}", bind);
        }

        // 5. The API, so that whoever asks is told how far the rest is.
        try
        {
            await _web.StartAsync(cancellationToken);
        }
        catch (WebBindException bind)
        {
            throw CannotListen(bind.Address, "the API", bind);
        }

        // 6. Names, which lead to endpoints that listen by now.
        StartNames();

        // 7. Who decides: from here on nodes are started, a primary is chosen and published.
        foreach (var group in _groups) await group.Controller.StartAsync(cancellationToken);
        foreach (var cluster in _clusters) await cluster.Controller.StartAsync(cancellationToken);
    }

    private void StartNames()
    {
        if (_names is null) return;
        foreach (var group in _groups) _names.Add(group.Spec);
        foreach (var cluster in _clusters) _names.Add(cluster.Spec);
        try
        {
            _names.Start();
        }
        catch (NameBindException bind)
        {
            throw CannotListen(bind.Address, PortCheck.Dns, bind);
        }
    }

    /// <summary>
    /// Stops to decide, to answer and to look, so that another daemon can: what is left is held and served as it was. This one is over.
    /// </summary>
    internal async Task<Remainder> LetGoAsync()
    {
        await EndDecidingAsync();
        _served = _held = true;
        await EndSupervisingAsync();
        await _store.DisposeAsync();
        return new Remainder(Spec, _data, _plane);
    }

    /// <summary>Takes over a client of a predecessor. One of an endpoint that this daemon does not have is closed.</summary>
    internal Task TakeAsync(string owner, EndpointSpec endpoint, MovedClient moved) => _plane.TakeAsync(owner, endpoint, moved);

    /// <summary>Is its own first client at every endpoint that can be given clients.</summary>
    internal Task RehearseAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_plane.Listeners.Where(one => !one.Listener.Endpoint.Tls).Select(one => Rehearsal.RunAsync(_plane, one.Owner, one.Listener.Endpoint, _time, cancellationToken)));

    /// <summary>Holds the data directory alone: the predecessor has let go of it.</summary>
    internal void HoldAlone() => _data.IsShared = false;

    private async Task EndServingAsync()
    {
        if (_served) return;
        _served = true;
        await EndDecidingAsync();

        // 4. Endpoints: clients are told by a closed connection, not by errors of nodes that go.
        await _plane.DisposeAsync();
    }

    private async Task EndDecidingAsync()
    {
        // 1. The API: nobody asks for anything any more, and event streams end.
        using (var patience = new CancellationTokenSource(WebGrace)) await _web.StopAsync(patience.Token);

        // 2. Who decides: from here on a node that ends is no failure.
        foreach (var group in _groups)
        {
            await group.Controller.DisposeAsync();
            if (group.LateClients is { } late) await late.DisposeAsync();
        }

        foreach (var cluster in _clusters) await cluster.EndDecidingAsync();

        // 3. Names: nobody is sent to endpoints that go.
        if (_names is not null) await _names.DisposeAsync();
        await _web.DisposeAsync();
    }

    private async Task EndHoldingAsync()
    {
        if (_held) return;
        _held = true;
        await EndSupervisingAsync();
        await _store.DisposeAsync();
        _data.Dispose();
    }

    private async Task EndSupervisingAsync()
    {
        foreach (var group in _groups) await group.Supervisor.DisposeAsync();
        foreach (var cluster in _clusters)
            if (cluster.Supervisor is { } supervisor) await supervisor.DisposeAsync();
    }

    private static DaemonStartException CannotListen(NodeAddress address, string purpose, Exception bind)
    {
        var taken = PortCheck.Taken(address, purpose);
        return taken.By is null ? new DaemonStartException(bind.Message, bind) : PortCheck.Refuse([taken], bind);
    }
}
