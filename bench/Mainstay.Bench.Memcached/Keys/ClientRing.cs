using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mainstay.Bench.Memcached.Keys;

/// <summary>Which node has a key, as clients of libmemcached work it out (ketama by MD5, all weights equal).</summary>
internal sealed class ClientRing
{
    private const int DigestsOfNode = 40, PointsOfDigest = 4, UnnamedPort = 11211;
    private readonly (uint Point, int Node)[] _points;

    /// <param name="ports">The nodes', on 127.0.0.1. One, two, four or eight of them: for other numbers the share of points is not a round number.</param>
    public ClientRing(IReadOnlyList<int> ports) =>
        _points = [.. ports.SelectMany((port, node) => Enumerable.Range(0, DigestsOfNode).SelectMany(number => PointsOf(port, number)).Select(point => (point, node))).Order()];

    public int Owner(byte[] key)
    {
        var hash = BinaryPrimitives.ReadUInt32LittleEndian(Digest(key));
        var at = Array.FindIndex(_points, entry => entry.Point >= hash);
        return _points[Math.Max(at, 0)].Node;
    }

    private static IEnumerable<uint> PointsOf(int port, int number)
    {
        var name = port == UnnamedPort ? "127.0.0.1" : string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var digest = Digest(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")));
        return Enumerable.Range(0, PointsOfDigest).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(digest.AsSpan(word * sizeof(uint))));
    }

#pragma warning disable CA5351 // Clients place keys by MD5; nothing is kept secret by it.
    private static byte[] Digest(byte[] text) => MD5.HashData(text);
#pragma warning restore CA5351
}
