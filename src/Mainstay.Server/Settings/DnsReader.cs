using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns;

namespace Mainstay.Server.Settings;

/// <summary>Reads who answers for the names of endpoints and nodes. The key is in no message.</summary>
internal sealed class DnsReader(FaultList faults, ValueReader values, Places places, string folder)
{
    private const string Path = "dns";
    private const int MostAddresses = 16;

    public DnsSpec Read(SettingsNode node)
    {
        var dns = MapReader.Of(node, Path, "'dns'", faults);
        var defaults = new DnsSpec();
        var update = dns["update"] is { } other ? ReadUpdate(other) : null;
        if (dns["listen"] is { } listen && dns["update"] is not null) faults.Error(listen, "both 'listen' and 'update' are given: names are answered here or by another name server", "keep one of them");
        return new DnsSpec
        {
            Zone = ReadZone(dns["zone"]) ?? defaults.Zone,
            Listen = dns["update"] is not null ? [] : dns["listen"] is { } where ? ReadListen(where) : Default(node),
            Ttl = values.Seconds(dns["ttl"], "ttl", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "DNS counts in seconds: 1s, 5s, 1m") ?? defaults.Ttl,
            Mode = values.Word(dns["mode"], $"{Path}.mode") == "direct" ? DnsMode.Direct : DnsMode.Endpoints,
            Advertise = ReadAdvertise(dns["advertise"]),
            Update = update,
        };
    }

    /// <summary>What only shows between names of nodes and of endpoints.</summary>
    public void CheckNames(SettingsNode? owners, string kind)
    {
        foreach (var (owner, value) in (owners as SettingsNode.Map)?.Pairs ?? [])
        {
            if ((value as SettingsNode.Map)?.Pairs.FirstOrDefault(pair => pair.Key.Text == "nodes").Value is not SettingsNode.Map nodes) continue;
            foreach (var (node, _) in nodes.Pairs)
                if (OwnerNames.Reserved.Contains(node.Text))
                    faults.Error(node, $"the node {node.Text} of {kind} {owner.Text} would have the DNS name of an endpoint", $"rename it: {owner.Text}-001, say");
        }
    }

    /// <summary>A name leads to an address without a port: in direct mode the port must be the same wherever the name leads.</summary>
    public void CheckPorts(DnsSpec dns, SettingsNode place, IEnumerable<GroupSpec> groups)
    {
        if (dns.Mode != DnsMode.Direct) return;
        foreach (var group in groups.Where(group => group.Nodes.Select(node => node.Address.Port).Distinct().Count() > 1))
            faults.Error(place, $"mode: direct needs one port for all nodes of a group, for names have no ports; those of {group.Name} have {string.Join(", ", group.Nodes.Select(node => node.Address.Port).Distinct())}", "give each node an address of its own and the same port, or use mode: endpoints");
    }

    private string? ReadZone(SettingsNode? node)
    {
        if (values.Text(node, "zone") is not { } zone) return null;
        if (ZoneName.IsValid(zone)) return zone;
        var near = zone.TrimEnd('.').ToLowerInvariant();
        faults.Error(node!, $"'zone' is {((SettingsNode.Scalar)node!).Shown}, which is no name of a zone", ZoneName.IsValid(near) ? $"write {near}" : $"use {ZoneName.Rule}");
        return null;
    }

    private ImmutableArray<NodeAddress> Default(SettingsNode place)
    {
        var address = NodeAddress.TryParse(KeyTable.Find($"{Path}.listen").Default)!;
        places.Listens(place, address, "dns");
        return [address];
    }

    private ImmutableArray<NodeAddress> ReadListen(SettingsNode node)
    {
        var items = node is SettingsNode.Sequence list ? list.Items : [node];
        if (items.Length is 0 or > MostAddresses) faults.Error(node, $"'listen' has {items.Length} addresses; 1 to {MostAddresses} are expected", "remove the key: then the default holds");
        var read = ImmutableArray.CreateBuilder<NodeAddress>();
        foreach (var item in items.Take(MostAddresses))
        {
            if (values.Address(item, "listen", ip: true) is not { } address) continue;
            places.Listens(item, address, "dns");
            read.Add(address);
        }

        return read.ToImmutable();
    }

    private string? ReadAdvertise(SettingsNode? node)
    {
        if (values.Text(node, "advertise") is not { } text) return null;
        if (IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            && (address.AddressFamily != AddressFamily.InterNetwork || text.Count(c => c == '.') == 3)) return address.ToString();
        faults.Error(node!, $"'advertise' is {((SettingsNode.Scalar)node!).Shown}; an IP address without a port is expected", "write the address by which clients reach this host");
        return null;
    }

    private DnsUpdateSpec? ReadUpdate(SettingsNode node)
    {
        var update = MapReader.Of(node, $"{Path}.update", "'update'", faults);
        var server = values.Address(update["server"], "server", ip: false);
        var name = values.Text(update["key_name"], "key_name");
        if (name is not null && !IsKeyName(name)) faults.Error(update["key_name"]!, $"'key_name' is {((SettingsNode.Scalar)update["key_name"]!).Shown}, which is no name of a key", "write it as the name server does, without a dot at the end");
        var algorithm = values.Word(update["algorithm"], $"{Path}.update.algorithm") ?? KeyTable.Find($"{Path}.update.algorithm").Default!;
        var secret = new SecretReader(faults, values, folder).Read(update, "secret", "secret_file", "the key, base64,");
        if (secret is null && update["secret"] is null && update["secret_file"] is null) faults.Error(node, "'update' has no key", "add secret or secret_file");
        if (secret is not null && !IsKey(secret))
        {
            faults.Error(update["secret"] ?? update["secret_file"]!, "the key is no base64, or has less than 16 bytes", "make one with: tsig-keygen -a hmac-sha256 NAME");
            return null;
        }

        return server is null || name is null || secret is null ? null : new DnsUpdateSpec(server, name, algorithm, secret);
    }

    private static bool IsKeyName(string name) =>
        name.Length is > 0 and <= ZoneName.Longest && name.Split('.').All(label => label.Length is > 0 and <= NodeName.Longest && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static bool IsKey(string secret)
    {
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret, bytes, out var length) && length >= 16;
    }
}
