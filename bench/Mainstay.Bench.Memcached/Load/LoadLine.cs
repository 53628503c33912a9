using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>One socket: what waits to be sent, and how many bytes are owed.</summary>
internal sealed unsafe class LoadLine : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _output;
    private readonly int _descriptor;
    private int _length, _sent;
    private bool _isFirst, _isSet;

    public LoadLine(int port, int room, LoadClient client)
    {
        (_output, Client) = (new byte[room], client);
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Blocking = false;
        _descriptor = (int)_socket.Handle;
    }

    /// <summary>Whose it is.</summary>
    public LoadClient Client { get; }

    /// <summary>Bytes of answers that have not come.</summary>
    public int Owed { get; private set; }

    public void Watch(int epoll, int tag) => Native.Watch(epoll, _descriptor, tag);

    public void Add(Requests requests, int key, bool isSet)
    {
        if (_length == 0) _isFirst = true;
        if (_isFirst && _length == 0) _isSet = isSet;
        _length += requests.Write(key, isSet, _output.AsSpan(_length));
        Owed += isSet ? Requests.SetAnswer : requests.GetAnswer;
    }

    /// <summary>Sends what the system takes.</summary>
    /// <exception cref="LoadFailedException">The connection broke.</exception>
    public void Send()
    {
        while (_sent < _length)
        {
            nint count;
            fixed (byte* from = &_output[_sent]) count = Native.Send(_descriptor, from, _length - _sent, 0);
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() == Native.Again) return;
                throw new LoadFailedException($"send failed with {Marshal.GetLastPInvokeError()}");
            }

            _sent += (int)count;
        }

        _length = _sent = 0;
    }

    /// <summary>Takes what came; whether that was the last that is owed.</summary>
    /// <exception cref="LoadFailedException">It is not what was asked for, or the connection ended.</exception>
    public bool Receive(byte* scratch, int room)
    {
        if (_length > 0) Send();
        var count = Native.Receive(_descriptor, scratch, room, 0);
        if (count < 0 && Marshal.GetLastPInvokeError() is Native.Again or Native.Interrupted) return false;
        if (count <= 0) throw new LoadFailedException("a connection was closed");
        var bytes = new ReadOnlySpan<byte>(scratch, (int)count);
        Owed -= bytes.Length;
        var sound = Owed >= 0 && (!_isFirst || bytes[0] == (_isSet ? 'S' : 'V')) && (Owed > 0 || bytes[^1] == '\n');
        if (!sound || bytes.StartsWith("SE"u8)) throw new LoadFailedException($"an answer is not what was asked for: {Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)])}");
        _isFirst = false;
        return Owed == 0;
    }

    public void Dispose() => _socket.Dispose();
}
