using System.Security.Cryptography;

namespace Mainstay.TestKit.Ports;

/// <summary>
/// A <c>--port-offset</c> whose ports are all free, kept from other test processes by a lock on a file until it is disposed.
/// Offsets lie where no port of the program falls into the range from which the system takes ports for outgoing connections.
/// </summary>
public sealed class PortOffset : IDisposable
{
    private const int First = 20_000, Last = 21_500, Step = 20;
    private static readonly int[] All = [6400, 6401, 6411, 6412, 6413, 8400, 8401, 8453, 11200, 11211, 11212];
    private readonly FileStream _lock;

    private PortOffset(int value, FileStream held) => (Value, _lock) = (value, held);

    /// <summary>The offset.</summary>
    public int Value { get; }

    public int Primary => 6400 + Value;

    public int Reader => 6401 + Value;

    public int Web => 8400 + Value;

    public int Dns => 8453 + Value;

    /// <summary>The configuration endpoint of <c>pages</c>.</summary>
    public int Configuration => 11200 + Value;

    /// <summary>The port of <c>pages-001</c> (1) or <c>pages-002</c> (2).</summary>
    public int CacheNode(int number) => 11210 + number + Value;

    /// <summary>The port of <c>main-001</c> (1) to <c>main-003</c> (3).</summary>
    public int Node(int number) => 6410 + number + Value;

    /// <exception cref="InvalidOperationException">All offsets are taken.</exception>
    public static PortOffset Reserve()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "mainstay-test-ports"));
        var count = (Last - First) / Step;
        var start = RandomNumberGenerator.GetInt32(count);
        for (var i = 0; i < count; i++)
        {
            var offset = First + ((start + i) % count * Step);
            if (TryLock(Path.Combine(folder.FullName, $"{offset}.lock")) is not { } held) continue;
            if (All.All(port => FreePorts.IsFree(port + offset))) return new PortOffset(offset, held);
            held.Dispose();
        }

        throw new InvalidOperationException($"All port offsets from {First} to {Last} are taken.");
    }

    /// <summary>The file stays, for a lock on a removed file would keep nobody away.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
