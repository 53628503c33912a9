using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>A redis-server or redis-sentinel with a configuration file, which it rewrites itself and is started again with.</summary>
internal sealed class OwnedServer(string program, int port, string file) : IAsyncDisposable
{
    private OwnedProcess? _process;

    public int Port => port;

    /// <summary>Starts it and awaits that it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = OwnedProcess.Start(program, [file], Path.GetDirectoryName(file));
        await Eventually.GetAsync(() => RespClient.AskAsync(port, "PING"), reply => !reply.IsError, Deadline.InSeconds(10),
            $"{program} answers on {port.ToString(CultureInfo.InvariantCulture)}");
    }

    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Awaits the end of a process that was killed.</summary>
    public Task EndedAsync(Deadline deadline) => Eventually.TrueAsync(() => !_process!.Runs, deadline, $"{program} on {port} is gone");

    public ValueTask DisposeAsync() => _process is null ? ValueTask.CompletedTask : _process.DisposeAsync();
}
