using System.Net.Sockets;
using System.Text;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>One connection of a <see cref="FakeNode"/>.</summary>
internal sealed class FakeConnection(FakeNode node, Socket socket)
{
    private readonly Lock _gate = new();
    private readonly FakeCommands _commands = new(node);
    private readonly Queue<string[]> _waiting = new();

    public async Task RunAsync()
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
        var kept = new List<byte>();
        var buffer = new byte[64 << 10];
        try
        {
            while (true)
            {
                var count = await socket.ReceiveAsync(buffer);
                if (count == 0) return;
                for (var rest = buffer.AsMemory(0, count); !rest.IsEmpty;)
                {
                    var scan = scanner.Scan(rest.Span, out var used);
                    kept.AddRange(rest.Span[..used]);
                    rest = rest[used..];
                    if (scan != RespScan.Complete) continue;
                    Hear(Arguments(kept.ToArray()));
                    kept.Clear();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset by one side.
        }
        finally
        {
            node.Forget(this);
            socket.Dispose();
        }
    }

    public void Reset()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            // The other side was faster, and the loop has closed it.
        }

        socket.Dispose();
    }

    /// <summary>Answers the command that blocks, if one does, and hears what was sent behind it.</summary>
    public bool Wake(string reply)
    {
        lock (_gate)
        {
            if (!_commands.IsBlocked) return false;
            _commands.IsBlocked = false;
            Send(reply);
            while (!_commands.IsBlocked && _waiting.TryDequeue(out var next)) Answer(next);
            return true;
        }
    }

    public bool Say(string channel, string text)
    {
        lock (_gate)
        {
            if (_commands.Message(channel, text) is not { } message) return false;
            Send(message);
            return true;
        }
    }

    private void Hear(string[] arguments)
    {
        lock (_gate)
        {
            if (node.IsFrozen) return;
            if (_commands.IsBlocked) _waiting.Enqueue(arguments);
            else Answer(arguments);
        }
    }

    private void Answer(string[] arguments)
    {
        // What endpoints ask for themselves.
        if (arguments is not (["INFO", ..] or ["COMMAND"])) node.Heard.Enqueue(string.Join(' ', arguments));
        Send(node.Instead?.Invoke(arguments) ?? _commands.Run(arguments));
    }

    private void Send(string reply)
    {
        try
        {
            if (reply.Length > 0) socket.Send(Encoding.Latin1.GetBytes(reply));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone.
        }
    }

    private static string[] Arguments(byte[] frame)
    {
        var request = new RespRequest(frame);
        var arguments = new List<string>();
        while (request.TryNext(out var argument)) arguments.Add(Encoding.Latin1.GetString(argument));
        return [.. arguments];
    }
}
