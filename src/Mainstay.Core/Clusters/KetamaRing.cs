using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Clusters;

/// <summary>
/// Which node of a memcached cluster has a key: consistent hashing as libmemcached does it (MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED, all weights
/// equal) and twemproxy (<c>distribution: ketama</c>, <c>hash: md5</c>), so that clients of theirs find what they put, and the other way round.
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "Clients and proxies place keys by MD5; nothing is kept secret by it.")]
public sealed class KetamaRing
{
    private const int PointsOfDigest = 4;
    private const int PointsOfNode = 160;

    /// <summary>Both leave this port out of a node's name.</summary>
    private const int UnnamedPort = 11211;

    private readonly uint[] _points;
    private readonly int[] _owners;

    /// <param name="nodes">The nodes; an owner is an index of them. At least one.</param>
    public KetamaRing(IReadOnlyList<NodeAddress> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        var digests = DigestsOfNode(nodes.Count);
        _points = new uint[nodes.Count * digests * PointsOfDigest];
        _owners = new int[_points.Length];
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        var next = 0;
        for (var node = 0; node < nodes.Count; node++)
        {
            var name = nodes[node].Port == UnnamedPort ? nodes[node].Host : string.Create(CultureInfo.InvariantCulture, $"{nodes[node].Host}:{nodes[node].Port}");
            for (var number = 0; number < digests; number++)
            {
                MD5.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")), digest);
                for (var word = 0; word < PointsOfDigest; word++, next++)
                {
                    _points[next] = BinaryPrimitives.ReadUInt32LittleEndian(digest[(word * sizeof(uint))..]);
                    _owners[next] = node;
                }
            }
        }

        Array.Sort(_points, _owners);
    }

    /// <summary>The node that has <paramref name="key"/>.</summary>
    public int Owner(ReadOnlySpan<byte> key) => _owners[PointOf(key)];

    /// <summary>
    /// The first node from the point of <paramref name="key"/> on that serves by <paramref name="serves"/> (one entry a node), or -1 when none does.
    /// </summary>
    public int Owner(ReadOnlySpan<byte> key, ReadOnlySpan<bool> serves)
    {
        var first = PointOf(key);
        for (var at = first; at < _owners.Length; at++)
            if (serves[_owners[at]]) return _owners[at];
        for (var at = 0; at < first; at++)
            if (serves[_owners[at]]) return _owners[at];
        return -1;
    }

    // As both compute it, in single precision, so that it is one less where that rounds down: not 40 but 39 for some numbers of nodes.
    private static int DigestsOfNode(int nodes)
    {
        var share = 1f / nodes;
        var points = share * PointsOfNode / PointsOfDigest * nodes;
        return (int)MathF.Floor((float)(points + 0.0000000001));
    }

    private int PointOf(ReadOnlySpan<byte> key)
    {
        var hash = KeyHash.Of(key);
        var (low, high) = (0, _points.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_points[middle] < hash) low = middle + 1;
            else high = middle;
        }

        return low == _points.Length ? 0 : low;
    }
}
