using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Mainstay.Server.Dns;

/// <summary>By which addresses this host is reached where something listens on all of them, and what hosts that are names lead to.</summary>
/// <param name="Own">Its own, or the one that is to be told instead.</param>
internal sealed record HostAddresses(ImmutableArray<IPAddress> Own)
{
    /// <summary>Addresses of hosts that a configuration names instead of numbering them, as far as they were looked up.</summary>
    public ImmutableDictionary<string, ImmutableArray<IPAddress>> Named { get; init; } = ImmutableDictionary<string, ImmutableArray<IPAddress>>.Empty;

    /// <summary>
    /// Those of this host: <paramref name="advertise"/> where it is given; else of its interfaces that are up, loopback and link-local ones
    /// only where there are no others.
    /// </summary>
    public static HostAddresses Look(string? advertise)
    {
        if (advertise is not null) return new HostAddresses([IPAddress.Parse(advertise)]);
        var all = Interfaces();
        var reachable = all.Where(address => !IPAddress.IsLoopback(address)).ToImmutableArray();
        return new HostAddresses(reachable.IsEmpty ? all : reachable);
    }

    /// <summary>Every address of this host of a family, for those who listen on all of them one by one.</summary>
    public static ImmutableArray<IPAddress> OfFamily(AddressFamily family) => [.. Interfaces().Where(address => address.AddressFamily == family)];

    /// <summary>The addresses of who listens at <paramref name="host"/>: an address, all addresses of this host, or a name.</summary>
    public ImmutableArray<IPAddress> Of(string host)
    {
        if (!IPAddress.TryParse(host, out var address)) return Named.GetValueOrDefault(host, []);
        if (address.Equals(IPAddress.Any)) return [.. Own.Where(own => own.AddressFamily == AddressFamily.InterNetwork)];
        if (!address.Equals(IPAddress.IPv6Any)) return [address];

        // A socket of ours on [::] takes IPv4 too.
        return Own;
    }

    private static ImmutableArray<IPAddress> Interfaces()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                    .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
                    .Where(address => !address.IsIPv6LinkLocal).Distinct(),
            ];
        }
        catch (NetworkInformationException)
        {
            // Better none than a wrong one; who listens on all addresses then does so by one socket.
            return [];
        }
    }
}
