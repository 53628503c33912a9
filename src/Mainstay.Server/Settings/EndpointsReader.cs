using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>Reads the stable addresses of a group, those that speak TLS last.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="values">Reads single values.</param>
/// <param name="places">Knows who listens where.</param>
/// <param name="hasTls">Whether the file says how to encrypt.</param>
internal sealed class EndpointsReader(FaultList faults, ValueReader values, Places places, bool hasTls)
{
    private static readonly ImmutableArray<(string Key, EndpointKind Kind, bool Tls)> Keys =
        [("primary", EndpointKind.Primary, false), ("reader", EndpointKind.Reader, false), ("primary_tls", EndpointKind.Primary, true), ("reader_tls", EndpointKind.Reader, true)];

    public ImmutableArray<EndpointSpec> Read(string group, SettingsNode? node)
    {
        if (node is null) return [];
        var endpoints = MapReader.Of(node, "groups.*.endpoints", $"'endpoints' of group {group}", faults);
        var read = ImmutableArray.CreateBuilder<EndpointSpec>();
        foreach (var (key, kind, tls) in Keys)
        {
            if (endpoints[key] is not { } place) continue;
            if (tls && !hasTls) faults.Error(place, $"'{key}' speaks TLS, and the file has no 'tls' that says with which certificate", "add tls: { certificate: FILE, key: FILE } at the top level");
            if (values.Address(place, key, ip: true) is not { } address) continue;
            var spec = new EndpointSpec(kind, address, tls);
            places.Listens(place, address, $"the {Name(spec)} endpoint of {group}");
            read.Add(spec);
        }

        return read.ToImmutable();
    }

    /// <summary>The key of an endpoint.</summary>
    public static string Key(EndpointSpec endpoint) => Keys.First(one => (one.Kind, one.Tls) == (endpoint.Kind, endpoint.Tls)).Key;

    /// <summary>What it is called in messages.</summary>
    private static string Name(EndpointSpec endpoint) => Key(endpoint).Replace("_tls", " TLS", StringComparison.Ordinal);
}
