using System.Collections.Immutable;
using System.Net;

namespace Mainstay.Server.Dns;

/// <summary>The names of one group or cluster. Pure.</summary>
internal abstract record OwnerNames
{
    /// <summary>Names that no node may have: those of endpoints.</summary>
    public static ImmutableArray<string> Reserved { get; } = ["primary", "reader", "configuration"];

    /// <summary>Each name with its addresses.</summary>
    public abstract IEnumerable<(string Name, ImmutableArray<IPAddress> Addresses)> All(HostAddresses host);

    /// <summary>The same set compares equal however it came about, for each difference is a new serial.</summary>
    protected static ImmutableArray<IPAddress> Sorted(IEnumerable<IPAddress> addresses) => [.. addresses.Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal)];
}
