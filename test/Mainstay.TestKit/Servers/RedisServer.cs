using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Servers;

/// <summary>A real redis-server of a test's own, with an empty folder, on loopback.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly OwnedProcess _process;

    private readonly Func<int, Task<RespClient>> _connect;

    private RedisServer(TempFolder folder, OwnedProcess process, int port, Func<int, Task<RespClient>> connect) => (_folder, _process, Port, _connect) = (folder, process, port, connect);

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <param name="port">0 for a free one.</param>
    /// <param name="settings">Directives and their values: <c>--appendonly yes</c>.</param>
    public static Task<RedisServer> StartAsync(int port = 0, params string[] settings) => StartAsync(port, RespClient.ConnectAsync, settings);

    /// <summary>A server that a client reaches in another way: over TLS, on the port that <paramref name="settings"/> name in place of <c>{port}</c>.</summary>
    /// <param name="port">0 for a free one.</param>
    /// <param name="connect">Connects to a port.</param>
    /// <param name="settings">Directives and their values.</param>
    public static async Task<RedisServer> StartAsync(int port, Func<int, Task<RespClient>> connect, params string[] settings)
    {
        var folder = TempFolder.Create();
        if (port == 0) port = FreePorts.One();
        var number = port.ToString(CultureInfo.InvariantCulture);
        var process = OwnedProcess.Start("redis-server",
            ["--port", settings.Contains("{port}") ? "0" : number, "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path, .. settings.Select(setting => setting == "{port}" ? number : setting)], folder.Path);
        var server = new RedisServer(folder, process, port, connect);
        await Eventually.GetAsync(() => server.AskAsync("PING"), reply => reply.Text == "PONG" || reply.ErrorWord == "NOAUTH", Deadline.InSeconds(10), $"redis-server answers on {port}");
        return server;
    }

    /// <summary>Asks, as clients of this server reach it.</summary>
    public async Task<RespReply> AskAsync(params string[] command)
    {
        using var client = await _connect(Port);
        return await client.CallAsync(command);
    }

    public void Send(Signal signal) => _process.Send(signal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
