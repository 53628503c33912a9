using System.Collections.Immutable;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns.Serving;
using Mainstay.Server.Dns.Updating;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Dns;

/// <summary>
/// The names of all groups and clusters of a daemon: puts them together whenever a topology is published, and answers for them or tells another name server.
/// Safe from any thread; a publication waits for neither disk nor network.
/// </summary>
public sealed partial class NameService : IAsyncDisposable
{
    private readonly DnsSpec _spec;
    private readonly SerialNumbers? _serials;
    private readonly ZoneDesk? _desk;
    private readonly NameServer? _server;
    private readonly UpdateSender? _updates;
    private readonly HostLookup _hosts;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private ImmutableDictionary<string, OwnerNames> _owners = ImmutableDictionary<string, OwnerNames>.Empty;
    private NameSet _names = NameSet.Empty;
    private Task _reserving = Task.CompletedTask;
    private bool _ended;

    /// <param name="spec">What is served.</param>
    /// <param name="folder">The data directory, which keeps the zone's serial.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <exception cref="Store.DataDirectoryException">The serial cannot be kept.</exception>
    public NameService(DnsSpec spec, string folder, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        _logger = loggers.CreateLogger<NameService>();
        _hosts = new HostLookup(HostAddresses.Look(spec.Advertise), time);
        if (spec.Update is { } update)
        {
            _updates = new UpdateSender(spec, new UpdateClient(update, spec.Zone, time), time, loggers.CreateLogger<UpdateSender>());
            return;
        }

        _serials = new SerialNumbers(folder, time);
        _desk = new ZoneDesk(Build(NameSet.Empty));
        _server = new NameServer(spec.Listen, _desk, time);
    }

    /// <summary>Where it answers; nothing where another server is updated.</summary>
    public ImmutableArray<IPEndPoint> Bound => _server?.Bound ?? [];

    /// <summary>The names of a group are answered from now on: its endpoints listen.</summary>
    public void Add(GroupSpec group)
    {
        ArgumentNullException.ThrowIfNull(group);
        Change(owners => owners.SetItem(group.Name, new GroupNames(group, _spec.Mode, (owners.GetValueOrDefault(group.Name) as GroupNames)?.Topology)), group.Nodes.Select(node => node.Address.Host));
    }

    /// <summary>The names of a cluster are answered from now on: its endpoints listen.</summary>
    public void Add(ClusterSpec cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        Change(owners => owners.SetItem(cluster.Name, new ClusterNames(cluster)), cluster.Nodes.Select(node => node.Address.Host));
    }

    /// <summary>A group changed. What names lead to is answered so when this returns.</summary>
    public void Publish(GroupTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        Change(owners => owners.GetValueOrDefault(topology.Group) is GroupNames names ? owners.SetItem(topology.Group, names with { Topology = topology }) : owners, topology.Nodes.Select(node => node.Address.Host));
    }

    /// <summary>Answers, or begins to tell the other server.</summary>
    /// <exception cref="NameBindException">An address cannot be listened at; then none is.</exception>
    public void Start()
    {
        _server?.Start();
        _updates?.Start();
        _hosts.Start(() => Change(static owners => owners, []));
        if (_server is not null) Log.Answering(_logger, _spec.Zone, string.Join(", ", Bound));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_ended) return;
            _ended = true;
        }

        await _hosts.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        if (_updates is not null) await _updates.DisposeAsync();
        await _reserving;
    }

    private void Change(Func<ImmutableDictionary<string, OwnerNames>, ImmutableDictionary<string, OwnerNames>> change, IEnumerable<string> hosts)
    {
        lock (_lock)
        {
            // Controllers end after us, and what they publish then is nobody's business any more.
            if (_ended) return;
            foreach (var host in hosts) _hosts.Want(host);
            _owners = change(_owners);
            var names = NameSet.Of(_owners.Values, _hosts.Present);
            var changed = names.Changed(_names);
            if (changed.IsEmpty) return;
            _names = names;
            if (_desk is not null) _desk.Zone = Build(names);
            _updates?.Want(names);
            if (_logger.IsEnabled(LogLevel.Debug)) Log.Changed(_logger, _spec.Zone, _desk?.Zone.Serial ?? 0, string.Join(", ", changed.Select(name => $"{name} {string.Join(' ', names[name])}")));
            if (_serials is { IsRunningOut: true } && _reserving.IsCompleted) _reserving = Task.Run(ReserveSerials);
        }
    }

    private Zone Build(NameSet names) =>
        new(_spec.Zone, _serials!.Next(), _spec.Ttl, names, [.. _spec.Listen.SelectMany(address => _hosts.Present.Of(address.Host)).Distinct()]);

    private void ReserveSerials()
    {
        try
        {
            _serials!.Reserve();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SerialAtRisk(_logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "answering DNS for {Zone} at {Addresses}", EventName = "Answering")]
        public static partial void Answering(ILogger logger, string zone, string addresses);

        [LoggerMessage(2, LogLevel.Debug, "{Zone} serial {Serial}: {Names}", EventName = "NamesChanged")]
        public static partial void Changed(ILogger logger, string zone, uint serial, string names);

        [LoggerMessage(3, LogLevel.Warning, "the zone's serial cannot be kept ({Fault}): after a restart resolvers may take a new zone for an old one; make room in the data directory", EventName = "SerialAtRisk")]
        public static partial void SerialAtRisk(ILogger logger, string fault);
    }
}
