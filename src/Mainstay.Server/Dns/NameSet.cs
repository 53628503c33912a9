using System.Collections.Immutable;
using System.Net;

namespace Mainstay.Server.Dns;

/// <summary>
/// The names of a zone with what they lead to: <c>primary.main</c> and its addresses, none where there is nobody to lead to just now.
/// Immutable, compared by content.
/// </summary>
/// <param name="Names">By name, without the zone's.</param>
internal sealed record NameSet(ImmutableSortedDictionary<string, ImmutableArray<IPAddress>> Names)
{
    /// <summary>No names.</summary>
    public static NameSet Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<IPAddress>>(StringComparer.Ordinal));

    /// <summary>The names of <paramref name="owners"/>.</summary>
    public static NameSet Of(IEnumerable<OwnerNames> owners, HostAddresses host) =>
        new(owners.SelectMany(owner => owner.All(host)).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Addresses, StringComparer.Ordinal));

    /// <summary>The names that differ, or are in one of both only.</summary>
    public ImmutableArray<string> Changed(NameSet former) =>
    [
        .. Names.Where(pair => !former.Names.TryGetValue(pair.Key, out var before) || !before.SequenceEqual(pair.Value)).Select(pair => pair.Key),
        .. former.Names.Keys.Where(name => !Names.ContainsKey(name)),
    ];

    /// <summary>What a name leads to; nothing where it is not there.</summary>
    public ImmutableArray<IPAddress> this[string name] => Names.TryGetValue(name, out var addresses) ? addresses : [];

    /// <inheritdoc/>
    public bool Equals(NameSet? other) => other is not null && Names.Count == other.Names.Count && Changed(other).IsEmpty;

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Count;
}
