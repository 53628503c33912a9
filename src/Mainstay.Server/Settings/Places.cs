using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>What must not be there twice: names, and addresses where somebody listens. And on which hosts nodes run.</summary>
internal sealed class Places(FaultList faults)
{
    private readonly Dictionary<string, (string What, int Line)> _names = new(StringComparer.Ordinal);
    private readonly List<(NodeAddress Address, string What, int Line)> _addresses = [];
    private readonly List<(SettingsNode Place, string Host, bool Managed)> _hosts = [];

    /// <summary>A group, a cluster or a node is called that.</summary>
    public void Names(SettingsNode.Scalar name, string what)
    {
        if (!NodeName.IsValid(name.Text)) faults.Error(name, $"'{name.Text}' is no name", $"use {NodeName.Rule}");
        else if (_names.TryGetValue(name.Text, out var other)) faults.Error(name, $"the name of {what} is taken by {other.What} in line {other.Line}", "groups, clusters and nodes share one namespace: rename one of them");
        else _names.Add(name.Text, (what, name.Line));
    }

    /// <summary>Somebody listens there.</summary>
    public void Listens(SettingsNode place, NodeAddress address, string what) => Note(place, address, what);

    /// <summary>A server of others is there.</summary>
    public void Reached(SettingsNode place, NodeAddress address, string what) => Note(place, address, what);

    /// <summary>A node runs on a host; null for the one that reads this.</summary>
    public void Runs(SettingsNode place, string? host, bool managed)
    {
        if (host is not null) _hosts.Add((place, host, managed));
    }

    /// <summary>With a store in a file, all that we start must be on one host, and this must be it.</summary>
    public void CheckHosts(SettingsNode root, string? host)
    {
        var managed = _hosts.Where(one => one.Managed).ToList();
        if (managed.FirstOrDefault(one => one.Host != managed[0].Host) is { Place: not null } other)
            faults.Error(other.Place, $"nodes that we start are on the hosts {managed[0].Host} and {other.Host}, and the store is a file of one host", "several hosts need store: etcd, which is not built yet in this version");
        if (host is not null && _hosts.Count > 0 && _hosts.TrueForAll(one => one.Host != host))
            faults.Error(root, $"no node is on the host '{host}'", Nearest.Suggestion(host, _hosts.Select(one => one.Host)) ?? $"the file names: {string.Join(", ", _hosts.Select(one => one.Host).Distinct())}");
    }

    private void Note(SettingsNode place, NodeAddress address, string what)
    {
        var other = _addresses.Find(one => one.Address.Port == address.Port && Collide(one.Address.Host, address.Host));
        if (other.What is not null) faults.Error(place, $"{address} is used by {other.What} in line {other.Line} already", "give one of them another port");
        else _addresses.Add((address, what, place.Line));
    }

    private static bool Collide(string a, string b) => a == b || IsAny(a) || IsAny(b);

    private static bool IsAny(string host) => IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
