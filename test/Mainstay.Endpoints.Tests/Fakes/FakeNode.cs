using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>
/// A data server in this process: as much of redis-server as an endpoint can tell apart, and faults on demand. Its data is shared by
/// all nodes of a <see cref="FakeGroup"/>, as if replication took no time.
/// </summary>
internal sealed class FakeNode : IDisposable
{
    private readonly ConcurrentDictionary<FakeConnection, bool> _connections = new();
    private readonly FakeData _data;
    private Socket _listener;

    public FakeNode(string name, FakeData data, bool isPrimary)
    {
        Name = name;
        _data = data;
        IsPrimary = isPrimary;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public string Name { get; }

    public int Port { get; }

    public NodeAddress Address => new("127.0.0.1", Port);

    public string RunId { get; set; } = Guid.NewGuid().ToString("N");

    public string ReplicationId { get; set; } = Guid.NewGuid().ToString("N");

    public bool IsPrimary { get; private set; }

    /// <summary>Takes what comes and says nothing, as a stopped process.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Who must give it as the password of AUTH; null for none.</summary>
    public string? Password { get; set; }

    /// <summary>Whom it lets ask INFO although a password is asked for, with the password; null for nobody.</summary>
    public (string User, string Password)? Inquirer { get; set; }

    /// <summary>A raw reply in place of the usual one; null for the usual one, empty for none.</summary>
    public Func<string[], string?>? Instead { get; set; }

    /// <summary>All requests that came, INFO aside, in the order of each connection.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Scripts it has by their hash; a script is a command of the fake: <c>INCR n</c>.</summary>
    public ConcurrentDictionary<string, string> Scripts { get; } = new();

    /// <summary>Connections that are open.</summary>
    public int Connections => _connections.Count;

    public FakeData Data => _data;

    /// <summary>Becomes a replica: writes are refused, blocked clients are woken, connections stay.</summary>
    public void Demote()
    {
        IsPrimary = false;
        foreach (var connection in _connections.Keys) connection.Wake("-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n");
    }

    public void Promote() => IsPrimary = true;

    /// <summary>The process is gone: connections are reset, new ones refused.</summary>
    public void Kill()
    {
        _listener.Dispose();
        foreach (var connection in _connections.Keys) connection.Reset();
    }

    /// <summary>Another process at the same address.</summary>
    public void Restart()
    {
        RunId = Guid.NewGuid().ToString("N");
        _listener = Listen(Port);
    }

    /// <summary>Answers the oldest blocked client.</summary>
    public void AnswerBlocked(string reply)
    {
        foreach (var connection in _connections.Keys)
            if (connection.Wake(reply)) return;
    }

    /// <summary>Gives a message to all that subscribed the channel; to how many.</summary>
    public int Say(string channel, string text) => _connections.Keys.Count(connection => connection.Say(channel, text));

    public void Forget(FakeConnection connection) => _connections.TryRemove(connection, out _);

    public void Dispose() => Kill();

    private Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(256);
        _ = AcceptAsync(socket);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = new FakeConnection(this, await listener.AcceptAsync());
                _connections[connection] = true;
                _ = connection.RunAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Killed.
        }
    }
}
