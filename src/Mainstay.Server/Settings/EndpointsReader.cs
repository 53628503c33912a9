using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>Reads the stable addresses of a group or a cluster, those that speak TLS last.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="values">Reads single values.</param>
/// <param name="places">Knows who listens where.</param>
/// <param name="hasTls">Whether the file says how to encrypt.</param>
internal sealed class EndpointsReader(FaultList faults, ValueReader values, Places places, bool hasTls)
{
    private static readonly ImmutableArray<(string Key, EndpointKind Kind, bool Tls)> Keys =
    [
        ("primary", EndpointKind.Primary, false), ("reader", EndpointKind.Reader, false), ("configuration", EndpointKind.Configuration, false),
        ("primary_tls", EndpointKind.Primary, true), ("reader_tls", EndpointKind.Reader, true), ("configuration_tls", EndpointKind.Configuration, true),
    ];

    /// <param name="path">Whose they are, in the table; it says which of them there can be.</param>
    /// <param name="called">What that is called in messages.</param>
    /// <param name="name">Its name.</param>
    /// <param name="node">What stands there.</param>
    public ImmutableArray<EndpointSpec> Read(string path, string called, string name, SettingsNode? node)
    {
        if (node is null) return [];
        var endpoints = MapReader.Of(node, $"{path}.endpoints", $"'endpoints' of {called}", faults);
        var read = ImmutableArray.CreateBuilder<EndpointSpec>();
        foreach (var (key, kind, tls) in Keys)
        {
            if (endpoints[key] is not { } place) continue;
            if (tls && !hasTls) faults.Error(place, $"'{key}' speaks TLS, and the file has no 'tls' that says with which certificate", "add tls: { certificate: FILE, key: FILE } at the top level");
            if (values.Address(place, key, ip: true) is not { } address) continue;
            var spec = new EndpointSpec(kind, address, tls);
            places.Listens(place, address, $"the {Name(spec)} endpoint of {name}");
            read.Add(spec);
        }

        return read.ToImmutable();
    }

    /// <summary>The key of an endpoint.</summary>
    public static string Key(EndpointSpec endpoint) => Keys.First(one => (one.Kind, one.Tls) == (endpoint.Kind, endpoint.Tls)).Key;

    /// <summary>What it is called in messages.</summary>
    private static string Name(EndpointSpec endpoint) => Key(endpoint).Replace("_tls", " TLS", StringComparison.Ordinal);
}
