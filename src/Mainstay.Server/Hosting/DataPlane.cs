using Mainstay.Core.Configuration;
using Mainstay.Endpoints;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting;

/// <summary>
/// The endpoints of all groups and clusters and the loops that they run on: what goes on serving by the last topology while nobody decides, as between two daemons.
/// </summary>
/// <param name="loops">How many loops.</param>
/// <param name="time">Whose clock.</param>
/// <param name="loggers">Makes the loggers.</param>
internal sealed class DataPlane(int loops, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly EventLoops _loops = new(loops, EventLoops.DefaultKind, time, loggers);
    private readonly Dictionary<string, GroupEndpoints> _groups = [];
    private readonly Dictionary<string, ClusterEndpoints> _clusters = [];

    /// <summary>Whether its endpoints listen.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Whether its clients can be given to another process.</summary>
    public bool CanLeave => _loops.Kind == TransportKind.Epoll;

    /// <summary>How many clients are connected.</summary>
    public int Clients => _groups.Values.Sum(group => group.Clients) + _clusters.Values.Sum(cluster => cluster.Clients);

    /// <summary>Its groups' endpoints, by the groups' names.</summary>
    public IReadOnlyDictionary<string, GroupEndpoints> Groups => _groups;

    /// <summary>Its clusters' endpoints, by the clusters' names.</summary>
    public IReadOnlyDictionary<string, ClusterEndpoints> Clusters => _clusters;

    /// <summary>All listening sockets, with the names of whose they are.</summary>
    public IEnumerable<(string Owner, SharedListener Listener)> Listeners =>
        _groups.SelectMany(one => one.Value.Listeners.Select(listener => (one.Key, listener))).Concat(_clusters.SelectMany(one => one.Value.Listeners.Select(listener => (one.Key, listener))));

    /// <summary>A group's endpoints: those that are there, or new ones.</summary>
    public GroupEndpoints Group(GroupSpec spec, NodeIdentity? identity)
    {
        if (_groups.TryGetValue(spec.Name, out var endpoints)) return endpoints;
        return _groups[spec.Name] = new GroupEndpoints(spec, identity, _loops, time, loggers);
    }

    /// <summary>A cluster's endpoints: those that are there, or new ones.</summary>
    public ClusterEndpoints Cluster(ClusterSpec spec)
    {
        if (_clusters.TryGetValue(spec.Name, out var endpoints)) return endpoints;
        return _clusters[spec.Name] = new ClusterEndpoints(spec, _loops, time, loggers);
    }

    /// <summary>All begin to listen, unless they do. Throws <see cref="EndpointBindException"/>.</summary>
    public async Task StartAsync(Func<EndpointSpec, SafeFileHandle?> inherited, CancellationToken cancellationToken)
    {
        if (IsListening) return;
        foreach (var group in _groups.Values) await group.StartAsync(inherited, cancellationToken);
        foreach (var cluster in _clusters.Values) await cluster.StartAsync(inherited, cancellationToken);
        IsListening = true;
    }

    /// <summary>Another process accepts from the same sockets: each client is given to <paramref name="successor"/>, with the name of whose it is.</summary>
    public async Task LeaveToAsync(Action<string, EndpointSpec, MovedClient> successor)
    {
        foreach (var (name, group) in _groups) await group.LeaveToAsync((endpoint, moved) => successor(name, endpoint, moved));
        foreach (var (name, cluster) in _clusters) await cluster.LeaveToAsync((endpoint, moved) => successor(name, endpoint, moved));
    }

    /// <summary>For an orderly end: no further clients, and what was sent to nodes is answered, at most for <paramref name="patience"/>.</summary>
    public Task DrainAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Task.WhenAll([.. _groups.Values.Select(group => group.DrainAsync(patience, cancellationToken)), .. _clusters.Values.Select(cluster => cluster.DrainAsync(patience, cancellationToken))]);

    /// <summary>Takes over a client that another process had at an endpoint. One of an endpoint that is not here is closed.</summary>
    public Task TakeAsync(string owner, EndpointSpec endpoint, MovedClient moved)
    {
        if (_groups.TryGetValue(owner, out var group)) return group.TakeAsync(endpoint, moved);
        if (_clusters.TryGetValue(owner, out var cluster)) return cluster.TakeAsync(endpoint, moved);
        moved.Socket.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups.Values) await group.DisposeAsync();
        foreach (var cluster in _clusters.Values) await cluster.DisposeAsync();
        _loops.Dispose();
    }
}
