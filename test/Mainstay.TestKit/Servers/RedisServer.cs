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

    private RedisServer(TempFolder folder, OwnedProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <param name="port">0 for a free one.</param>
    /// <param name="settings">Directives and their values: <c>--appendonly yes</c>.</param>
    public static async Task<RedisServer> StartAsync(int port = 0, params string[] settings)
    {
        var folder = TempFolder.Create();
        if (port == 0) port = FreePorts.One();
        var process = OwnedProcess.Start("redis-server",
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path, .. settings], folder.Path);
        var server = new RedisServer(folder, process, port);
        await Eventually.GetAsync(() => RespClient.AskAsync(port, "PING"), reply => reply.Text == "PONG" || reply.ErrorWord == "NOAUTH", Deadline.InSeconds(10), $"redis-server answers on {port}");
        return server;
    }

    public void Send(Signal signal) => _process.Send(signal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
