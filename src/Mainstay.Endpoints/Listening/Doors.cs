using System.Collections.Immutable;
using System.Net;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Listening;

/// <summary>How clients get into one endpoint: who speaks for others as a proxy, whether they encrypt, and who is on the way in.</summary>
internal sealed partial class Doors
{
    private readonly ImmutableArray<IPNetwork> _proxies;
    private readonly Dictionary<Entrance, HashSet<Arrival>> _arrivals;
    private readonly ILogger _logger;
    private int _count;

    /// <param name="proxies">Who connects from there begins with a PROXY header.</param>
    /// <param name="tls">How it encrypts; null where it does not.</param>
    /// <param name="entrances">The endpoint on each loop.</param>
    /// <param name="logger">Where it is told who was refused.</param>
    public Doors(ImmutableArray<IPNetwork> proxies, ServerTls? tls, IEnumerable<Entrance> entrances, ILogger logger)
    {
        (_proxies, Tls, _logger) = (proxies, tls, logger);
        _arrivals = entrances.ToDictionary(entrance => entrance, _ => new HashSet<Arrival>());
    }

    /// <summary>How it encrypts; null where it does not.</summary>
    public ServerTls? Tls { get; }

    /// <summary>How many come from each address.</summary>
    public ClientAddresses Addresses { get; } = new();

    /// <summary>How many are on the way in, on all loops. Safe from any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether who connects from there begins with a PROXY header.</summary>
    public bool IsProxy(IPEndPoint? remote)
    {
        if (_proxies.IsEmpty || remote is null) return false;
        var address = ProxyHeader.Plain(remote.Address);
        foreach (var network in _proxies)
            if (network.Contains(address)) return true;
        return false;
    }

    /// <summary>One is on the way in. On the entrance's loop.</summary>
    public void Add(Entrance entrance, Arrival arrival)
    {
        if (_arrivals[entrance].Add(arrival)) Interlocked.Increment(ref _count);
    }

    /// <summary>It is in, or refused. On the entrance's loop.</summary>
    public void Remove(Entrance entrance, Arrival arrival)
    {
        if (_arrivals[entrance].Remove(arrival)) Interlocked.Decrement(ref _count);
    }

    /// <summary>Nobody comes in any more. On the entrance's loop.</summary>
    public void Close(Entrance entrance)
    {
        foreach (var arrival in _arrivals[entrance].ToArray()) arrival.GiveUp();
    }

    /// <summary>Says why there was no handshake.</summary>
    public void TellRefused(IPEndPoint? remote, string reason) => LogRefused(_logger, remote, reason);

    [LoggerMessage(1004, LogLevel.Debug, "No TLS with {Remote}: {Reason}", EventName = "TlsRefused")]
    private static partial void LogRefused(ILogger logger, IPEndPoint? remote, string reason);
}
