namespace Mainstay.Guard.Names;

/// <summary>
/// Names of Amazon ElastiCache, by their labels before <c>cache.amazonaws.com</c>; the last of them is the region's short form:
/// <c>ID.HASH.ng.0001.use1</c> leads to the primary, <c>ID-001.HASH.0001.use1</c> to a node.
/// </summary>
internal static class ElastiCacheName
{
    private static readonly string[] _suffixes = [".cache.amazonaws.com", ".cache.amazonaws.com.cn"];

    /// <summary>The end by which such a name is known; null for none.</summary>
    public static string? Suffix(string host) => Array.Find(_suffixes, suffix => host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>What the labels tell; null when they are none of ElastiCache's forms.</summary>
    public static CacheName? Read(string[] labels, string suffix)
    {
        CacheName Name(NameKind kind, string cache, bool encrypted, string? primary = null, string? reader = null) =>
            new(Provider.ElastiCache, kind, cache, encrypted, primary is null ? null : primary + suffix, reader is null ? null : reader + suffix);

        switch (labels)
        {
            // Without TLS.
            case [var id, var hash, "ng", "0001", var region] when IsId(id) && IsWord(hash):
                var group = id.EndsWith("-ro", StringComparison.Ordinal) ? id[..^3] : id;
                return Name(group == id ? NameKind.Primary : NameKind.Reader, group, false, $"{group}.{hash}.ng.0001.{region}", $"{group}-ro.{hash}.ng.0001.{region}");
            case [var id, var hash, "clustercfg", var region] when IsId(id) && IsWord(hash):
                return Name(NameKind.ClusterConfiguration, id, false, $"{id}.{hash}.clustercfg.{region}");
            case [var id, var hash, "cfg", _] when IsId(id) && IsWord(hash):
                return Name(NameKind.MemcachedConfiguration, id, false);
            case [var id, var hash, var number, var region] when IsId(id) && IsWord(hash) && IsNumber(number, 4):
                if (NodeParts(id) is not { } node) return Name(NameKind.LoneNode, id, false);
                return node.IsSharded
                    ? Name(NameKind.Node, node.Cache, false, $"{node.Cache}.{hash}.clustercfg.{region}")
                    : Name(NameKind.Node, node.Cache, false, $"{node.Cache}.{hash}.ng.0001.{region}", $"{node.Cache}-ro.{hash}.ng.0001.{region}");

            // With TLS the parts stand in front.
            case ["master" or "replica", var id, var hash, var region] when IsId(id) && IsWord(hash):
                return Name(labels[0] == "master" ? NameKind.Primary : NameKind.Reader, id, true, $"master.{id}.{hash}.{region}", $"replica.{id}.{hash}.{region}");
            case ["clustercfg", var id, var hash, var region] when IsId(id) && IsWord(hash):
                return Name(NameKind.ClusterConfiguration, id, true, $"clustercfg.{id}.{hash}.{region}");
            case [var member, var id, var hash, var region] when IsId(member) && IsWord(hash) && NodeParts(member) is { } parts && parts.Cache == id:
                return parts.IsSharded
                    ? Name(NameKind.Node, id, true, $"clustercfg.{id}.{hash}.{region}")
                    : Name(NameKind.Node, id, true, $"master.{id}.{hash}.{region}", $"replica.{id}.{hash}.{region}");
            default:
                return null;
        }
    }

    /// <summary>A node's id is its group's with <c>-001</c>, or with shard and number as <c>-0001-001</c>; null for any other.</summary>
    private static (string Cache, bool IsSharded)? NodeParts(string id)
    {
        if (id.Length < 5 || id[^4] != '-' || !IsNumber(id[^3..], 3)) return null;
        var rest = id[..^4];
        return rest.Length > 5 && rest[^5] == '-' && IsNumber(rest[^4..], 4) ? (rest[..^5], true) : (rest, false);
    }

    private static bool IsId(string label) => label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetter(label[0]);

    private static bool IsWord(string label) => label.Length > 0 && label.All(char.IsAsciiLetterOrDigit);

    private static bool IsNumber(string label, int digits) => label.Length == digits && label.All(char.IsAsciiDigit);
}
