using System.ComponentModel;
using Mainstay.TestKit.Files;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>
/// All that is measured, started together and before one redis-server: the node of the first daemon. Only the daemon with dedicated
/// connections has another one, started by it from the same settings, for a node has one daemon.
/// </summary>
internal sealed class Field : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly List<IEndpointSystem> _systems = [];
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<SystemKind, string> _notBuilt = [], _notStarted = [];

    private Field()
    {
    }

    /// <summary>Those that answer, in the order of the tables.</summary>
    public IReadOnlyList<IEndpointSystem> Systems => [.. _systems.OrderBy(system => system.Kind)];

    /// <summary>Those whose keys this version of the daemon refuses, with its words.</summary>
    public IReadOnlyDictionary<SystemKind, string> NotBuilt => _notBuilt;

    /// <summary>Those that did not start, and why.</summary>
    public IReadOnlyDictionary<SystemKind, string> NotStarted => _notStarted;

    /// <summary>The data server that all share.</summary>
    public DataServer Server { get; private set; } = new(0, 0);

    /// <summary>The certificate of those that speak TLS.</summary>
    public Certificate Certificate { get; private set; } = new("", "", "");

    /// <exception cref="TimeoutException">The daemon did not serve: there is nothing to measure.</exception>
    public static async Task<Field> StartAsync(IReadOnlyCollection<SystemKind> kinds, CancellationToken cancellationToken)
    {
        var field = new Field();
        try
        {
            await field.LaunchAsync(kinds, cancellationToken);
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
        // The proxies first, then what they are before.
        foreach (var started in Enumerable.Reverse(_started)) await started.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync(IReadOnlyCollection<SystemKind> kinds, CancellationToken cancellationToken)
    {
        Certificate = await Certificate.WriteAsync(_folder.Path);
        var tls = kinds.Contains(SystemKind.OursTls) && await AcceptedAsync(SystemKind.OursTls, dedicated: false, Certificate);
        var daemon = await Daemon.StartAsync(dedicated: false, tls ? Certificate : null, cancellationToken);
        _started.Add(daemon);
        Server = daemon.Server;

        if (kinds.Contains(SystemKind.Direct)) _systems.Add(new DirectSystem(Server));
        if (kinds.Contains(SystemKind.Ours)) _systems.Add(new DaemonSystem(SystemKind.Ours, daemon));
        if (tls)
        {
            await TryAsync(SystemKind.OursTls, async () =>
            {
                await daemon.AnswersTlsAsync(cancellationToken);
                _systems.Add(new DaemonSystem(SystemKind.OursTls, daemon));
            });
        }

        foreach (var peer in kinds.Where(kind => kind != SystemKind.Direct && !kind.IsOurs())) await TryAsync(peer, async () => Add(await ProxySystem.StartAsync(peer, Server, Certificate, cancellationToken)));

        if (!kinds.Contains(SystemKind.OursDedicated) || !await AcceptedAsync(SystemKind.OursDedicated, dedicated: true, certificate: null)) return;
        await TryAsync(SystemKind.OursDedicated, async () =>
        {
            var second = await Daemon.StartAsync(dedicated: true, certificate: null, cancellationToken);
            _started.Add(second);
            _systems.Add(new DaemonSystem(SystemKind.OursDedicated, second));
        });
    }

    private async Task<bool> AcceptedAsync(SystemKind kind, bool dedicated, Certificate? certificate)
    {
        if (await Daemon.RefusalAsync(dedicated, certificate) is not { } refusal) return true;
        _notBuilt[kind] = refusal;
        return false;
    }

    private void Add(ProxySystem proxy)
    {
        _started.Add(proxy);
        _systems.Add(proxy);
    }

    private async Task TryAsync(SystemKind kind, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            _notStarted[kind] = exception.Message;
        }
    }
}
