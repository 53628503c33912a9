using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;

namespace Mainstay.Server.Settings;

/// <summary>Reads the whole of a configuration, a group or a cluster at a time, then looks at what only shows between its parts.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="folder">Where relative paths begin.</param>
/// <param name="host">See <see cref="SettingsFile.Read"/>.</param>
/// <param name="now">Certificates expire.</param>
internal sealed class DocumentReader(FaultList faults, string folder, string? host, DateTimeOffset now)
{
    private readonly ValueReader _values = new(faults);

    public SettingsReading Read(SettingsNode root)
    {
        // 1. The file's own keys.
        var file = MapReader.Of(root, "", "the file", faults);
        if (file["version"] is { } version && _values.Text(version, "version") is not (null or "1"))
            faults.Error(version, $"version {((SettingsNode.Scalar)version).Shown} of this format is not known", "this program reads version: 1");
        _values.Word(file["store"], "store");
        var logs = ReadLogs(file["logs"]);
        var web = _values.Address(file["web"], "web", ip: true) ?? new NodeAddress("127.0.0.1", 8400);
        var data = Path.GetFullPath(_values.Text(file["data"], "data") ?? KeyTable.Find("data").Default!, folder);
        var name = _values.Text(file["name"], "name") ?? KeyTable.Find("name").Default!;

        var tlsReader = new TlsReader(faults, _values, folder, now);
        var tls = tlsReader.Read(file["tls"]);
        var limits = new LimitsReader(faults, _values).Read(file["limits"]);

        // 2. Its groups and clusters.
        var places = new Places(faults);
        if (file["web"] is { } webPlace) places.Listens(webPlace, web, "web");
        var endpoints = new EndpointsReader(faults, _values, places, file["tls"] is not null);
        var groups = ImmutableArray.CreateBuilder<GroupSpec>();
        foreach (var (groupName, value) in file["groups"] is { } node ? MapReader.Names(node, "'groups'", faults) : [])
            groups.Add(new GroupReader(faults, _values, places, folder, tlsReader, endpoints).Read(groupName, value) with { Tls = tls, Limits = limits });

        var clusters = ImmutableArray.CreateBuilder<ClusterSpec>();
        foreach (var (clusterName, value) in file["clusters"] is { } node ? MapReader.Names(node, "'clusters'", faults) : [])
            clusters.Add(new ClusterReader(faults, _values, places, endpoints).Read(clusterName, value) with { Tls = tls, Limits = limits });

        var names = new DnsReader(faults, _values, places, folder);
        var dns = file["dns"] is { } dnsPlace ? names.Read(dnsPlace) : null;

        // 3. What only shows between them.
        places.CheckHosts(root, host);
        if (dns is not null)
        {
            names.CheckNames(file["groups"], "group");
            names.CheckNames(file["clusters"], "cluster");
            names.CheckPorts(dns, file["dns"]!, groups);
        }

        if (file["tls"] is { } unused && groups.SelectMany(group => group.Endpoints).Concat(clusters.SelectMany(cluster => cluster.Endpoints)).All(endpoint => !endpoint.Tls))
            faults.Warning(unused, "'tls' is given, and no endpoint speaks TLS", "add endpoints: { primary_tls: \"0.0.0.0:6443\" }, say, to a group");
        MemoryCheck.Look(groups, clusters, file["groups"] ?? file["clusters"] ?? root, MachineMemory.Bytes(), faults);
        var spec = new DaemonSpec { Name = name, Data = data, Web = web, Groups = groups.ToImmutable(), Clusters = clusters.ToImmutable(), Backups = ReadBackups(file["backups"]), Dns = dns };
        return new SettingsReading(faults.HasErrors ? null : spec, logs, faults.All);
    }

    private BackupSpec ReadBackups(SettingsNode? node)
    {
        if (node is null) return new BackupSpec();
        var backups = MapReader.Of(node, "backups", "'backups'", faults);
        var taken = _values.Text(backups["folder"], "backups.folder");
        return new BackupSpec
        {
            Folder = taken is null ? null : Path.GetFullPath(taken, folder),
            Keep = _values.Number(backups["keep"], "backups.keep", 1, 10_000) ?? new BackupSpec().Keep,
        };
    }

    private LogFormat ReadLogs(SettingsNode? node)
    {
        if (node is null) return LogFormat.Text;
        var logs = MapReader.Of(node, "logs", "'logs'", faults);
        return _values.Word(logs["format"], "logs.format") == "json" ? LogFormat.Json : LogFormat.Text;
    }
}
