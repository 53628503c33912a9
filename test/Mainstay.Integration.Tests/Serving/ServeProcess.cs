using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>A daemon by a configuration file of the test's own, with a service manager that only listens.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    /// <summary>Of the group's account.</summary>
    public const string Password = "s3cret-word";

    private readonly TempFolder _folder = TempFolder.Create();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder _told = new();
    private readonly Task _listening;
    private readonly int[] _ports = [.. Enumerable.Range(0, 6).Select(_ => FreePorts.One())];

    public ServeProcess()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(_folder.Combine("notify")));
        _listening = Task.Run(ListenAsync);
        Write(Text());
    }

    public OwnedProcess Daemon { get; private set; } = null!;

    public int Primary => _ports[0];

    public int Reader => _ports[5];

    /// <summary>Where its API answers.</summary>
    public string Api => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports[1]}");

    public string File => _folder.Combine("mainstay.yaml");

    /// <summary>What the service manager was told so far.</summary>
    public string Told
    {
        get
        {
            lock (_told) return _told.ToString();
        }
    }

    public int Node(int number) => _ports[1 + number];

    public string Text(string maxmemory = "64mb") => string.Create(CultureInfo.InvariantCulture, $$"""
        version: 1
        data: data
        web: "127.0.0.1:{{_ports[1]}}"
        groups:
          orders:
            settings: { maxmemory: {{maxmemory}}, maxmemory-policy: allkeys-lru }
            password: ${ORDERS_PASSWORD}
            nodes:
              orders-001: { address: "127.0.0.1:{{Node(1)}}" }
              orders-002: { address: "127.0.0.1:{{Node(2)}}" }
              orders-003: { address: "127.0.0.1:{{Node(3)}}" }
            endpoints: { primary: "127.0.0.1:{{Primary}}", reader: "127.0.0.1:{{Reader}}" }

        """);

    /// <summary>A client of a node or an endpoint that has logged in.</summary>
    public static async Task<RespClient> LoggedInAsync(int port, string user = "default")
    {
        var client = await RespClient.ConnectAsync(port);
        if ((await client.CallAsync("AUTH", user, Password)).Text == "OK") return client;
        client.Dispose();
        throw new InvalidOperationException($"{user} cannot log in at {port}");
    }

    /// <summary>The process of a node.</summary>
    public async Task<int> ProcessAsync(int number, string user = "default")
    {
        using var client = await LoggedInAsync(Node(number), user);
        var line = (await client.CallAsync("INFO", "server")).Text!.Split("\r\n").Single(line => line.StartsWith("process_id:", StringComparison.Ordinal));
        return int.Parse(line["process_id:".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Replaces the file as editors do: another is written and takes its name.</summary>
    public void Write(string text)
    {
        System.IO.File.WriteAllText(File + ".new", text);
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    /// <summary>Starts the daemon and returns when its group is whole.</summary>
    public async Task StartAsync()
    {
        Daemon = OwnedProcess.Start(MainstayProgram.Path, ["serve", "-c", File], _folder.Path, new Dictionary<string, string?>
        {
            ["ORDERS_PASSWORD"] = Password,
            ["NOTIFY_SOCKET"] = _folder.Combine("notify"),
            ["WATCHDOG_USEC"] = "1000000",
        });
        await Eventually.GetAsync(StatusAsync, status => status.Groups.All(group => group.IsWhole), Deadline.InSeconds(30), "the group is whole");
    }

    public async Task<StatusView> StatusAsync()
    {
        var told = await MainstayProgram.RunAsync("status", "-o", "json", "--api", Api);
        return StatusView.Parse(told.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (Daemon is not null) await Daemon.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _manager.Dispose();
        await _listening;
        _folder.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var count = await _manager.ReceiveAsync(buffer);
                lock (_told) _told.Append(Encoding.UTF8.GetString(buffer, 0, count)).Append('\n');
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
