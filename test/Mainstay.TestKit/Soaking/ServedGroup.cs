using System.Globalization;
using System.Text.Json;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Soaking;

/// <summary>Group <c>main</c> of three nodes by <c>mainstay serve</c>, in a folder of its own; the nodes outlive each daemon, and nothing outlives this.</summary>
public sealed class ServedGroup : IAsyncDisposable
{
    private const int MostTold = 4000;
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly PortOffset _ports = PortOffset.Reserve();
    private readonly string[] _nodes = [.. Enumerable.Range(1, 3).Select(NodeName)];
    private OwnedProcess? _daemon;

    private ServedGroup(string settings) => File.WriteAllText(_folder.Combine("mainstay.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
        version: 1
        data: data
        web: "127.0.0.1:{{_ports.Web}}"
        groups:
          main:
            settings: {{settings}}
            nodes:
              main-001: { address: "127.0.0.1:{{_ports.Node(1)}}" }
              main-002: { address: "127.0.0.1:{{_ports.Node(2)}}" }
              main-003: { address: "127.0.0.1:{{_ports.Node(3)}}" }
            endpoints: { primary: "127.0.0.1:{{_ports.Primary}}", reader: "127.0.0.1:{{_ports.Reader}}" }

        """));

    /// <summary>The primary endpoint's port.</summary>
    public int Primary => _ports.Primary;

    public int Web => _ports.Web;

    /// <summary>The daemon of the last start.</summary>
    public OwnedProcess Daemon => _daemon ?? throw new InvalidOperationException("nothing was started");

    /// <summary>How often a daemon was started.</summary>
    public int Starts { get; private set; }

    private string LogFile => _folder.Combine("daemon.log");

    /// <summary>The name of a node, 1 to 3.</summary>
    public static string NodeName(int number) => $"main-00{number}";

    /// <summary>Starts a daemon and awaits a whole group.</summary>
    /// <param name="deadline">When it must be whole.</param>
    /// <param name="settings">The group's <c>settings</c>, as the configuration file has them: <c>{ maxmemory: 64mb }</c>.</param>
    public static async Task<ServedGroup> StartAsync(Deadline deadline, string settings = "{}")
    {
        var group = new ServedGroup(settings);
        try
        {
            await group.LaunchAsync();
            await group.WholeAsync(deadline);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a daemon after the former one ended.</summary>
    public async Task LaunchAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
        Starts++;

        // The shell becomes the daemon; its log goes on where that of the former one ended.
        _daemon = OwnedProcess.Start("/bin/sh", ["-c", "exec \"$0\" serve -c mainstay.yaml 2>>daemon.log", MainstayProgram.Path], _folder.Path);
    }

    public async Task<GroupView> GroupAsync() => (await StatusView.GetAsync(Web)).Groups.Single();

    /// <summary>Awaits one primary and two online replicas, as status tells and as the nodes themselves tell.</summary>
    /// <exception cref="TimeoutException">What was seen last, and the end of the daemon's log.</exception>
    public async Task<GroupView> WholeAsync(Deadline deadline)
    {
        try
        {
            GroupView? group = null;
            await Eventually.GetAsync(async () =>
            {
                group = await GroupAsync();
                return group.IsWhole ? await UpProcess.NodesDisagreeAsync(group) : $"{group}";
            }, problem => problem is null, deadline, "the group is whole");
            return group!;
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}{Environment.NewLine}{(Daemon.Runs ? "the daemon runs" : "the daemon does not run")}; its log ends:{Environment.NewLine}{LogEnd()}", late);
        }
    }

    /// <summary>Awaits that every node has a process that is none of <paramref name="ended"/>: what was killed a moment ago may still be shown as online.</summary>
    public Task StartedAgainAsync(IReadOnlyCollection<int> ended, Deadline deadline) => Eventually.FineAsync(
        () => _nodes.FirstOrDefault(node => NodeProcess(node) is not { } process || ended.Contains(process)) is { } missing ? $"{missing} has no process; the daemon's log ends:{Environment.NewLine}{LogEnd()}" : null,
        deadline, "every node runs");

    /// <summary>The process of a node as the daemon wrote it down: also of one that answers nobody. Null when it does not run.</summary>
    public int? NodeProcess(string name)
    {
        var file = _folder.Combine("data", "nodes", $"{name}.json");
        if (!File.Exists(file)) return null;
        using var identity = JsonDocument.Parse(File.ReadAllBytes(file));
        var id = identity.RootElement.GetProperty("processId").GetInt32();

        // Only this group's own: an id may have been given to another process since.
        return SystemProcess.Runs(id) && SystemProcess.UsingFolder(_folder.Path).Contains(id) ? id : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
        _ports.Dispose();
    }

    private string LogEnd()
    {
        var log = File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";
        return log.Length > MostTold ? log[^MostTold..] : log;
    }
}
