using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Memcached;

/// <summary>
/// A client of Auto Discovery as Amazon describes it for those who write one: it asks the engine's version by <c>stats</c>, sends <c>config get cluster</c>,
/// or to engines before 1.4.14 <c>get AmazonElastiCache:cluster</c>, takes no answer that differs by a byte, and goes by a list only when its version is larger
/// than the last one's. Not safe for several threads at once.
/// </summary>
public sealed class AutoDiscoveryClient : IDisposable
{
    private const byte Opcode = 0x60;
    private const uint Opaque = 0x01020304;
    private static readonly Version FirstWithConfig = new(1, 4, 14);
    private readonly TextClient _client;

    private AutoDiscoveryClient(TextClient client, bool older) => (_client, IsOlder) = (client, older);

    /// <summary>Whether it asks as for engines before 1.4.14.</summary>
    public bool IsOlder { get; }

    /// <summary>The list it goes by; null before the first poll.</summary>
    public DiscoveredList? Current { get; private set; }

    /// <summary>Connects, and asks which engine that is.</summary>
    public static async Task<AutoDiscoveryClient> ConnectAsync(int port)
    {
        var client = await TextClient.ConnectAsync(port);
        var stats = await client.UpToEndAsync("stats");
        var line = stats.Split("\r\n").Single(line => line.StartsWith("STAT version ", StringComparison.Ordinal));
        return new AutoDiscoveryClient(client, Version.Parse(line["STAT version ".Length..]) < FirstWithConfig);
    }

    /// <summary>One question, in the way that suits the engine, or as <paramref name="older"/> says.</summary>
    /// <exception cref="FormatException">The answer is not as described.</exception>
    public async Task<DiscoveredList> AskAsync(bool? older = null)
    {
        var asksOlder = older ?? IsOlder;
        await _client.SendAsync(asksOlder ? "get AmazonElastiCache:cluster\r\n" : "config get cluster\r\n");
        var answer = new List<byte>();
        while (answer.Count == 0 || answer[^1] != '\n') answer.AddRange(await _client.ReadBytesAsync(1));
        var words = Encoding.Latin1.GetString([.. answer]).TrimEnd().Split(' ');
        if (!int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)) throw new FormatException($"Auto Discovery is answered {string.Join(' ', words)}");
        answer.AddRange(await _client.ReadBytesAsync(length + "\r\nEND\r\n".Length));
        return DiscoveredList.ParseAnswer([.. answer], asksOlder);
    }

    /// <summary>The same by the binary protocol.</summary>
    /// <exception cref="FormatException">The answer is not as described.</exception>
    public async Task<DiscoveredList> AskBinaryAsync()
    {
        var request = new byte[24 + 7];
        (request[0], request[1], request[3], request[11]) = (0x80, Opcode, 7, 7);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(12), Opaque);
        "cluster"u8.CopyTo(request.AsSpan(24));
        await _client.SendAsync(Encoding.Latin1.GetString(request));
        var header = await _client.ReadBytesAsync(24);
        var body = await _client.ReadBytesAsync((int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)));
        byte[] expected = [0x81, Opcode, 0, 0, 4, 0, 0, 0];
        if (!header.AsSpan(0, 8).SequenceEqual(expected) || BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12)) != Opaque)
            throw new FormatException($"The header of a binary answer is {Convert.ToHexString(header)}");
        if (body.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(body) != 0) throw new FormatException($"The flags of a binary answer are in {Convert.ToHexString(body)}");
        return DiscoveredList.ParsePayload(Encoding.Latin1.GetString(body.AsSpan(4)));
    }

    /// <summary>Asks, and goes by the answer if it is newer; whether it was.</summary>
    /// <exception cref="FormatException">The answer is not as described, or has other nodes under the same version, or went back.</exception>
    public async Task<bool> PollAsync()
    {
        var told = await AskAsync();
        if (Current is { } last)
        {
            if (told.Version < last.Version) throw new FormatException($"Auto Discovery went back from {last} to {told}");
            if (told.Version == last.Version) return told.Nodes.SequenceEqual(last.Nodes) ? false : throw new FormatException($"Auto Discovery tells {last} and {told}");
        }

        Current = told;
        return true;
    }

    /// <summary>Polls until it has another list than now.</summary>
    public async Task<DiscoveredList> NextAsync(Deadline deadline)
    {
        await Eventually.FineAsync(async () => await PollAsync() ? null : $"{Current}", deadline, "Auto Discovery tells a larger version");
        return Current!;
    }

    public void Dispose() => _client.Dispose();
}
