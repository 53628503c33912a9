using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Serving;

/// <summary>Immutable snapshot of all that is answered, replaced whole at a change.</summary>
internal sealed class Zone
{
    /// <summary>Seconds for which resolvers may keep that a name, or an address of it, is not there (RFC 2308): a primary may be there again at once.</summary>
    public const int NegativeSeconds = 1;

    /// <summary>The name server's own name, below the zone's.</summary>
    public const string ServerLabel = "ns";

    private readonly string _key;
    private readonly FrozenDictionary<string, ZoneEntry>.AlternateLookup<ReadOnlySpan<char>> _entries;

    /// <param name="name">The zone's name, without a dot at the end.</param>
    /// <param name="serial">Its version.</param>
    /// <param name="ttl">For how long addresses may be kept; whole seconds.</param>
    /// <param name="names">The names in it.</param>
    /// <param name="server">Where the name server is reached.</param>
    public Zone(string name, uint serial, TimeSpan ttl, NameSet names, ImmutableArray<IPAddress> server)
    {
        (Name, Serial, Seconds, _key) = (name, serial, (uint)ttl.TotalSeconds, DnsName.Key(name));
        var entries = new Dictionary<string, ZoneEntry>(StringComparer.Ordinal) { [_key] = ZoneEntry.Of([], isApex: true) };
        entries[DnsName.Key($"{ServerLabel}.{name}")] = Server = ZoneEntry.Of(server);
        foreach (var (relative, addresses) in names.Names)
        {
            entries[DnsName.Key($"{relative}.{name}")] = ZoneEntry.Of(addresses);

            // What has names below it exists (RFC 8020), though it has no records.
            for (var dot = relative.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = relative.IndexOf('.', dot + 1)) entries.TryAdd(DnsName.Key($"{relative[(dot + 1)..]}.{name}"), ZoneEntry.Of([]));
        }

        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Name { get; }

    public uint Serial { get; }

    /// <summary>For how long addresses may be kept.</summary>
    public uint Seconds { get; }

    /// <summary>The name server's own entry.</summary>
    public ZoneEntry Server { get; }

    /// <summary>What is known of a name, by its key; null when it is not there.</summary>
    public ZoneEntry? Find(ReadOnlySpan<char> key) => _entries.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>Where in a name the zone's begins; -1 when it is not in the zone.</summary>
    public int Locate(ReadOnlySpan<char> key)
    {
        for (var at = 0; key.Length - at >= _key.Length; at += key[at] + 1)
            if (key[at..].SequenceEqual(_key)) return at;
        return -1;
    }
}
