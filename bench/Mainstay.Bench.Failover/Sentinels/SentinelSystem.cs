using System.Globalization;
using System.Net.Sockets;
using Mainstay.Bench.Failover.Clients;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>Three redis-servers and three redis-sentinels on loopback.</summary>
internal sealed class SentinelSystem : IFailoverSystem
{
    private readonly TempFolder _folder = TempFolder.Create();
    // Ports of a second set of the program's own: free, reserved, and none that the system gives to outgoing connections while a server is down.
    private readonly PortOffset _ports = PortOffset.Reserve();
    private readonly List<OwnedServer> _servers = [], _sentinels = [];
    private OwnedServer? _primary;

    private SentinelSystem()
    {
    }

    /// <summary>Sentinel gives up a failover after 10 s and tries another one after 20.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(60);

    public int Port => _primary!.Port;

    private IReadOnlyList<int> SentinelPorts => [.. _sentinels.Select(sentinel => sentinel.Port)];

    /// <param name="minReplicas"><c>min-replicas-to-write</c> of its servers.</param>
    /// <exception cref="FileNotFoundException">A program is missing; the message says what to install.</exception>
    public static async Task<IFailoverSystem> StartAsync(int minReplicas)
    {
        Require("redis-server", "redis");
        Require("redis-sentinel", "redis-sentinel");
        var system = new SentinelSystem();
        try
        {
            await system.LaunchAsync(minReplicas);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async Task<IClientParty> OpenAsync(ClientKind kind) => kind == ClientKind.Plain
        ? await SentinelAwareParty.StartAsync(SentinelPorts)
        : await StackExchangeParty.ConnectAsync($"{string.Join(',', SentinelPorts.Select(port => $"127.0.0.1:{port}"))},serviceName={SentinelFiles.Service},abortConnect=false");

    public async Task ReadyAsync(Deadline deadline)
    {
        await Eventually.FineAsync(() => UnreadyAsync(_ => true, calm: true), deadline, "the group under Sentinel is whole and calm");
        _primary = _servers.Single(server => server.Port == Agreed);
    }

    public async Task StrikeAsync(GapEvent kind)
    {
        if (kind != GapEvent.Switchover)
        {
            _primary!.Send(kind == GapEvent.Crash ? Signal.Kill : Signal.Stop);
            return;
        }

        var reply = await RespClient.AskAsync(_sentinels[0].Port, "SENTINEL", "FAILOVER", SentinelFiles.Service);
        if (reply.IsError) throw new InvalidOperationException($"SENTINEL FAILOVER: {reply.Text}");
    }

    public async Task MendAsync(GapEvent kind)
    {
        if (kind == GapEvent.Hang) _primary!.Send(Signal.Continue);
        if (kind != GapEvent.Crash) return;
        await _primary!.EndedAsync(Deadline.InSeconds(5));
        await _primary.StartAsync();
    }

    public async Task<int> WholeAsync(Deadline deadline)
    {
        try
        {
            await Eventually.FineAsync(() => UnreadyAsync(primary => primary != _primary!.Port, calm: false), deadline, "the group under Sentinel is whole with another primary");
            return Agreed;
        }
        catch (TimeoutException late)
        {
            // The folder goes with the system: what the sentinels had to say is kept here.
            var logs = _sentinels.Select(sentinel => $"sentinel {sentinel.Port}:{Environment.NewLine}{string.Join(Environment.NewLine, File.ReadLines(LogOf(sentinel.Port)).TakeLast(20))}");
            throw new TimeoutException($"{late.Message}{Environment.NewLine}{string.Join(Environment.NewLine, logs)}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _sentinels.Concat(_servers)) await server.DisposeAsync();
        _folder.Dispose();
        _ports.Dispose();
    }

    private int Agreed { get; set; }

    private async Task LaunchAsync(int minReplicas)
    {
        var first = _ports.Node(1);
        foreach (var port in new[] { first, _ports.Node(2), _ports.Node(3) })
            _servers.Add(await StartAsync("redis-server", port, folder => SentinelFiles.Server(port, folder, port == first ? null : first, minReplicas)));
        foreach (var port in new[] { _ports.Primary, _ports.Reader, _ports.Web })
            _sentinels.Add(await StartAsync("redis-sentinel", port, folder => SentinelFiles.Sentinel(port, folder, first)));
        await ReadyAsync(Deadline.In(Patience));
    }

    private string LogOf(int sentinel) => _folder.Combine(sentinel.ToString(CultureInfo.InvariantCulture), "sentinel.log");

    private async Task<OwnedServer> StartAsync(string program, int port, Func<string, string> text)
    {
        var folder = Directory.CreateDirectory(_folder.Combine(port.ToString(CultureInfo.InvariantCulture))).FullName;
        var file = Path.Combine(folder, "redis.conf");
        await File.WriteAllTextAsync(file, text(folder));
        var server = new OwnedServer(program, port, file);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is not yet as it should be: three sentinels that agree, on a primary that says so itself and has two replicas online.</summary>
    private async Task<string?> UnreadyAsync(Func<int, bool> right, bool calm)
    {
        try
        {
            return await DifferenceAsync(right, calm);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    private async Task<string?> DifferenceAsync(Func<int, bool> right, bool calm)
    {
        var views = new List<SentinelView>();
        foreach (var port in SentinelPorts) views.Add(await SentinelView.AtAsync(port));
        if (views.Any(view => view.Primary != views[0].Primary || !right(view.Primary) || (calm && !view.IsCalm))) return string.Join("; ", views);
        var told = await DataNode.InfoAsync(views[0].Primary, "replication");
        var online = told.Count(line => line.Key.StartsWith("slave", StringComparison.Ordinal) && line.Value.Contains("state=online", StringComparison.Ordinal));
        if (told["role"] != "master" || online != 2) return $"{views[0].Primary} is {told["role"]} with {online} replicas online";
        Agreed = views[0].Primary;
        return null;
    }

    private static void Require(string program, string package)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
            throw new FileNotFoundException($"{program} is missing, which the comparison with Sentinel needs: apt-get install {package}; or leave it out with --systems mainstay");
    }
}
