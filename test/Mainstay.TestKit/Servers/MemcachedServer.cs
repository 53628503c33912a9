using System.Globalization;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Servers;

/// <summary>A real memcached of a test's own, on loopback.</summary>
public sealed class MemcachedServer : IAsyncDisposable
{
    private readonly OwnedProcess _process;

    private MemcachedServer(OwnedProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <param name="port">0 for a free one.</param>
    /// <param name="options">Further options of its command line.</param>
    public static async Task<MemcachedServer> StartAsync(int port = 0, params string[] options)
    {
        if (port == 0) port = FreePorts.One();
        var process = OwnedProcess.Start("memcached", ["-l", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", "0", "-u", Environment.UserName, .. options]);
        var server = new MemcachedServer(process, port);
        await Eventually.TrueAsync(() => TextClient.Answers(port), Deadline.InSeconds(10), $"memcached answers on {port}");
        return server;
    }

    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Stops it by SIGSTOP, and returns when it does nothing any more.</summary>
    public async Task StopAsync()
    {
        _process.Send(Signal.Stop);
        await Eventually.TrueAsync(() => SystemProcess.State(_process.Id) == 'T', Deadline.InSeconds(10), "memcached is stopped");
    }

    /// <summary>Ends it by SIGKILL, and returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Send(Signal.Kill);
        await Eventually.TrueAsync(() => !_process.Runs, Deadline.InSeconds(10), "memcached is gone");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
