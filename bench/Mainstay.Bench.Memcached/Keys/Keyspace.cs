using System.Globalization;
using System.Text;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Bench.Memcached.Keys;

/// <summary>The keys that clients ask for: all of them are there, with values of the cell's size.</summary>
internal static class Keyspace
{
    public const int Keys = 10_000;
    private const int Batch = 200;

    public static string Name(int key) => string.Create(CultureInfo.InvariantCulture, $"memtier-{key:00000000}");

    /// <summary>Writes them, each to the node that a client's ring says.</summary>
    /// <exception cref="IOException">A node refused one.</exception>
    public static async Task LoadAsync(IReadOnlyList<int> nodes, int size)
    {
        var ring = new ClientRing(nodes);
        var value = new string('v', size);
        foreach (var share in Enumerable.Range(0, Keys).GroupBy(key => ring.Owner(Encoding.ASCII.GetBytes(Name(key)))))
        {
            using var client = await TextClient.ConnectAsync(nodes[share.Key]);
            foreach (var keys in share.Chunk(Batch))
            {
                await client.SendAsync(string.Concat(keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"set {Name(key)} 0 0 {size}\r\n{value}\r\n"))));
                foreach (var _ in keys)
                    if (await client.ReadLineAsync() is var answer && answer != "STORED") throw new IOException($"the data could not be written: {answer}");
            }
        }
    }
}
