using System.Net;
using System.Net.Sockets;

namespace Mainstay.Server.Clusters;

/// <summary>Addresses of nodes' hosts.</summary>
internal static class HostNames
{
    /// <summary>What <paramref name="host"/> leads to, an IPv4 address where there is one; null when nothing is known.</summary>
    public static async Task<IPAddress?> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal)) return literal;
        try
        {
            var all = await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);

            // Always the same of several, so that an order that changes is no change of address.
            return all.OrderBy(ip => ip.AddressFamily != AddressFamily.InterNetwork).ThenBy(ip => ip.ToString(), StringComparer.Ordinal).FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
