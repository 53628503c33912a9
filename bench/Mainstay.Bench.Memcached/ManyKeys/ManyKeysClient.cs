using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.Bench.Memcached.Keys;

namespace Mainstay.Bench.Memcached.ManyKeys;

/// <summary>Gets many keys at once: of a proxy in one request, of nodes each its own, all asked before the first is heard.</summary>
internal sealed class ManyKeysClient : IDisposable
{
    private readonly List<Socket> _sockets;
    private readonly int[] _owners;
    private readonly byte[] _scratch = new byte[256 << 10];

    public ManyKeysClient(IReadOnlyList<int> ports)
    {
        var ring = new ClientRing(ports);
        _owners = [.. Enumerable.Range(0, Keyspace.Keys).Select(key => ports.Count == 1 ? 0 : ring.Owner(Encoding.ASCII.GetBytes(Keyspace.Name(key))))];
        _sockets = [.. ports.Select(port =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
            socket.Connect(IPAddress.Loopback, port);
            return socket;
        })];
    }

    /// <summary>The requests for these keys, one for each connection; null for one that is asked for none.</summary>
    public byte[]?[] Prepare(IReadOnlyList<int> keys)
    {
        var shares = keys.ToLookup(key => _owners[key]);
        return [.. _sockets.Select((_, i) => shares[i].Any() ? Encoding.ASCII.GetBytes($"get {string.Join(' ', shares[i].Select(Keyspace.Name))}\r\n") : null)];
    }

    /// <summary>Asks, and hears all; the bytes of it.</summary>
    /// <exception cref="IOException">A connection ended.</exception>
    public int Ask(byte[]?[] requests)
    {
        for (var i = 0; i < requests.Length; i++)
            if (requests[i] is { } request) _sockets[i].Send(request);
        var bytes = 0;
        for (var i = 0; i < requests.Length; i++)
            if (requests[i] is not null) bytes += Hear(_sockets[i]);
        return bytes;
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private int Hear(Socket socket)
    {
        var count = 0;
        while (count < 5 || !_scratch.AsSpan(count - 5, 5).SequenceEqual("END\r\n"u8))
        {
            var more = socket.Receive(_scratch.AsSpan(count));
            if (more == 0) throw new IOException("a connection ended");
            count += more;
        }

        return count;
    }
}
