using System.Net;
using Mainstay.TestKit.Names;
using StackExchange.Redis.Configuration;

namespace Mainstay.Integration.Tests.Names;

/// <summary>Lets StackExchange.Redis find hosts by a resolver of the test's own instead of the system's, at each connection.</summary>
internal sealed class NamedTunnel(StubResolver resolver) : Tunnel
{
    public override async ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var name = (DnsEndPoint)endpoint;

        // Nobody has that name just now: port 1 of loopback refuses, as a name that is not found would.
        return await resolver.FindAsync(name.Host, cancellationToken) is { } address ? new IPEndPoint(address, name.Port) : new IPEndPoint(IPAddress.Loopback, 1);
    }
}
