using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Mainstay.Server.Dns.Serving;

/// <summary>What is known of one name. A name that only has names below it is one without addresses.</summary>
/// <param name="V4">Addresses as they are sent, 4 bytes each.</param>
/// <param name="V6">The same, 16 bytes each.</param>
/// <param name="IsApex">It is the zone's own name, with its authority and name server.</param>
internal sealed record ZoneEntry(ImmutableArray<byte[]> V4, ImmutableArray<byte[]> V6, bool IsApex)
{
    /// <summary>A name of <paramref name="addresses"/>.</summary>
    public static ZoneEntry Of(IEnumerable<IPAddress> addresses, bool isApex = false)
    {
        var all = addresses.ToLookup(address => address.AddressFamily, address => address.GetAddressBytes());
        return new ZoneEntry([.. all[AddressFamily.InterNetwork]], [.. all[AddressFamily.InterNetworkV6]], isApex);
    }
}
