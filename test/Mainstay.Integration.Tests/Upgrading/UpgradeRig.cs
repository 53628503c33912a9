using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Upgrading;

/// <summary>A daemon by a file, and the next version of the program in a folder of its own: a copy, which is as far from the first as two builds of one version are.</summary>
internal sealed class UpgradeRig : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly List<OwnedProcess> _daemons = [];
    private readonly int[] _ports = [.. Enumerable.Range(0, 6).Select(_ => FreePorts.One())];
    private readonly Dictionary<string, string?> _environment = [];

    public UpgradeRig()
    {
        Program = Copy("program");
        File.WriteAllText(Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            version: 1
            data: data
            web: "127.0.0.1:{{Web}}"
            groups:
              orders:
                nodes:
                  orders-001: { address: "127.0.0.1:{{_ports[3]}}" }
                  orders-002: { address: "127.0.0.1:{{_ports[4]}}" }
                  orders-003: { address: "127.0.0.1:{{_ports[5]}}" }
                endpoints: { primary: "127.0.0.1:{{Primary}}", reader: "127.0.0.1:{{_ports[2]}}" }

            """));
    }

    /// <summary>The program that the first daemon is started from.</summary>
    public string Program { get; }

    public int Primary => _ports[0];

    public int Web => _ports[1];

    public string Configuration => _folder.Combine("mainstay.yaml");

    /// <summary>Where a running daemon is asked.</summary>
    public string HandoverSocket => _folder.Combine("data", "sockets", ".handover");

    public string Data => _folder.Combine("data");

    /// <summary>The folder of everything.</summary>
    public string Folder => _folder.Path;

    /// <summary>A copy of the program under a folder of that name.</summary>
    public string Copy(string name)
    {
        var target = _folder.Combine(name);
        Directory.CreateDirectory(target);
        var built = Path.GetDirectoryName(MainstayProgram.Path)!;
        foreach (var folder in Directory.EnumerateDirectories(built, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(built, folder)));
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(target, Path.GetRelativePath(built, file)));
        return Path.Combine(target, "mainstay");
    }

    /// <summary>Another program lies where the first daemon's did: as installers do it, a new file of that name.</summary>
    public void Replace()
    {
        var next = Copy("replacement");
        File.Move(next, Program, overwrite: true);
    }

    /// <summary>A service manager that only listens, for daemons that are started from now on.</summary>
    public NotifyListener ListenAsManager()
    {
        var path = _folder.Combine("notify");
        _environment["NOTIFY_SOCKET"] = path;
        return new NotifyListener(path);
    }

    /// <summary>Starts a daemon and returns at once.</summary>
    public OwnedProcess Launch(string program, params string[] more)
    {
        var daemon = OwnedProcess.Start(program, ["serve", "-c", Configuration, .. more], _folder.Path, _environment);
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>Starts the first daemon and returns once its group is whole.</summary>
    public async Task<OwnedProcess> StartAsync()
    {
        var daemon = Launch(Program);
        await WholeAsync(daemon);
        return daemon;
    }

    /// <summary>Starts one that takes over.</summary>
    public OwnedProcess TakeOver(string program, string drain = "5s") => Launch(program, "--take-over", "--drain", drain);

    public Task<StatusView> StatusAsync() => StatusView.GetAsync(Web);

    /// <summary>Awaits that the group is whole, and returns it.</summary>
    public async Task<GroupView> WholeAsync(OwnedProcess daemon, ulong term = 1)
    {
        try
        {
            return (await Eventually.GetAsync(StatusAsync, status => status.Groups[0].IsWhole && status.Groups[0].Term >= term, Deadline.InSeconds(30), "the group is whole")).Groups[0];
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(daemon.Describe(), e);
        }
    }

    /// <summary>The processes of the nodes.</summary>
    public async Task<int[]> NodesAsync()
    {
        var processes = new List<int>();
        foreach (var port in _ports[3..])
        {
            var told = (await RespClient.AskAsync(port, "INFO", "server")).Value!.Split("\r\n").Single(line => line.StartsWith("process_id:", StringComparison.Ordinal));
            processes.Add(int.Parse(told["process_id:".Length..], CultureInfo.InvariantCulture));
        }

        return [.. processes];
    }

    /// <summary>The process of the node that leads.</summary>
    public async Task<int> PrimaryProcessAsync()
    {
        var told = (await RespClient.AskAsync(Primary, "INFO", "server")).Value!.Split("\r\n").Single(line => line.StartsWith("process_id:", StringComparison.Ordinal));
        return int.Parse(told["process_id:".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Says something to the running daemon as one that takes over would, and returns what it says first.</summary>
    public async Task<string> SayAsync(ReadOnlyMemory<byte> message)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(HandoverSocket));
        await socket.SendAsync(message);
        var buffer = new byte[64 << 10];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons) await daemon.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
    }
}
