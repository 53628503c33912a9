using System.Net;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Settings;

/// <summary>Reads how endpoints encrypt, and how nodes of others are reached over TLS.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="values">Reads single values.</param>
/// <param name="folder">Where relative paths begin.</param>
/// <param name="now">Certificates expire.</param>
internal sealed class TlsReader(FaultList faults, ValueReader values, string folder, DateTimeOffset now)
{
    private readonly CertificateFiles _files = new(faults, now);

    /// <summary>The file's <c>tls</c>; null where it was left out or its files are not named.</summary>
    public TlsSpec? Read(SettingsNode? node)
    {
        if (node is null) return null;
        var tls = MapReader.Of(node, "tls", "'tls'", faults);
        var (certificate, key, authorities) = (File(tls, "certificate"), File(tls, "key"), File(tls, "client_ca"));
        if (certificate is not null && key is not null) _files.CheckPair(tls["certificate"]!, certificate, tls["key"]!, key);
        if (authorities is not null) _files.CheckAuthorities(tls["client_ca"]!, authorities);
        var word = values.Word(tls["client_certificates"], "tls.client_certificates");
        var asked = word is null ? authorities is null ? ClientCertificates.None : ClientCertificates.Required : Enum.Parse<ClientCertificates>(word, ignoreCase: true);
        if (asked != ClientCertificates.None && authorities is null)
            faults.Error(tls["client_certificates"]!, $"'client_certificates' is {word}, and nothing says whose certificates are valid", "add client_ca: with the file of the authorities, or write none");
        return certificate is null || key is null ? null : new TlsSpec(certificate, key, authorities, asked);
    }

    /// <summary>A group's <c>node_tls</c>; null where its nodes are reached without.</summary>
    public NodeTlsSpec? ReadNodes(SettingsNode? node, string group, IReadOnlyCollection<NodeSpec> nodes)
    {
        if (node is null) return null;
        var tls = MapReader.Of(node, "groups.*.node_tls", $"'node_tls' of group {group}", faults);
        if (nodes.Any(one => one.Managed))
            faults.Error(node, "'node_tls' is for nodes that others start; those that we start run on this host, and are reached there and by their unix sockets, without TLS", "remove it");
        var (authorities, certificate, key) = (File(tls, "ca"), File(tls, "certificate"), File(tls, "key"));
        if (authorities is not null) _files.CheckAuthorities(tls["ca"]!, authorities);
        if (certificate is not null && key is not null) _files.CheckPair(tls["certificate"]!, certificate, tls["key"]!, key);
        else if (certificate is not null) faults.Error(tls["certificate"]!, "'certificate' stands without 'key'", "add key: with the file of its private key");
        else if (key is not null) faults.Error(tls["key"]!, "'key' stands without 'certificate'", "add certificate: with the file of what it belongs to");
        var name = values.Text(tls["server_name"], "server_name");
        if (name is not null && Uri.CheckHostName(name) != UriHostNameType.Dns && !IPAddress.TryParse(name, out _))
            faults.Error(tls["server_name"]!, $"'server_name' is {((SettingsNode.Scalar)tls["server_name"]!).Shown}, which is no name of a host", "write it as it stands in the certificates, without a port");
        return new NodeTlsSpec(authorities, certificate, key, name);
    }

    private string? File(MapReader map, string key) => values.Text(map[key], key) is { } file ? Path.GetFullPath(file, folder) : null;
}
