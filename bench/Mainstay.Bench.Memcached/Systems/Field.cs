namespace Mainstay.Bench.Memcached.Systems;

/// <summary>All that is measured, started together and before the same nodes: those of the daemon.</summary>
internal sealed class Field : IAsyncDisposable
{
    private Twemproxy? _twemproxy;

    private Field(Daemon daemon) => Daemon = daemon;

    public Daemon Daemon { get; }

    public IReadOnlyList<MeasuredSystem> Systems { get; private set; } = [];

    /// <exception cref="TimeoutException">One of them did not serve.</exception>
    public static async Task<Field> StartAsync(IReadOnlyCollection<SystemKind> kinds)
    {
        var field = new Field(await Daemon.StartAsync());
        try
        {
            if (kinds.Contains(SystemKind.Twemproxy)) field._twemproxy = await Twemproxy.StartAsync(field.Daemon.NodePorts);
            field.Systems = [.. kinds.Order().Select(field.Of)];
            return field;
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_twemproxy is not null) await _twemproxy.DisposeAsync();
        await Daemon.DisposeAsync();
    }

    private MeasuredSystem Of(SystemKind kind) => kind switch
    {
        SystemKind.Ours => new MeasuredSystem(kind, [Daemon.Port], [Daemon.ProcessId]),
        SystemKind.Twemproxy => new MeasuredSystem(kind, [_twemproxy!.Port], [_twemproxy.ProcessId]),
        _ => new MeasuredSystem(kind, Daemon.NodePorts, []),
    };
}
