using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.TestKit.Names;

/// <summary>
/// Finds the IPv4 address of a name as a system's resolver does: asks one server over UDP and keeps what it was told for as long as it may, and
/// not a moment less. A codec of its own, to check by.
/// </summary>
/// <param name="port">The server's port, on loopback.</param>
public sealed class StubResolver(int port) : IDisposable
{
    private readonly Dictionary<string, (IPAddress? Address, long Until)> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The address, kept or asked for; null when there is none.</summary>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public async Task<IPAddress?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var time = TimeProvider.System;
            if (_kept.TryGetValue(name, out var known) && time.GetTimestamp() < known.Until) return known.Address;
            var (address, seconds) = await AskAsync(port, name, cancellationToken);
            _kept[name] = (address, time.GetTimestamp() + (seconds * time.TimestampFrequency));
            return address;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Asks the server. The first address with the seconds for which it may be kept; or none, with those of its authority.</summary>
    public static async Task<(IPAddress? Address, uint Seconds)> AskAsync(int port, string name, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        var query = Question(name);
        var answer = new byte[4096];
        await socket.SendAsync(query, cancellationToken);
        var length = await socket.ReceiveAsync(answer, cancellationToken);
        return Read(answer.AsSpan(0, length), query.Length);
    }

    /// <summary>A query for the IPv4 addresses of a name.</summary>
    public static byte[] Question(string name, ushort id = 7) =>
        [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0, 0, 1, 0, 1];

    /// <summary>Reads the first record behind the question, whose name is a pointer.</summary>
    public static (IPAddress? Address, uint Seconds) Read(ReadOnlySpan<byte> answer, int question)
    {
        if (answer.Length < question + 12) return (null, 0);
        var record = answer[(question + 2)..];
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(record[4..]);
        return (BinaryPrimitives.ReadUInt16BigEndian(record) == 1 ? new IPAddress(record.Slice(10, 4)) : null, seconds);
    }

    public void Dispose() => _one.Dispose();
}
