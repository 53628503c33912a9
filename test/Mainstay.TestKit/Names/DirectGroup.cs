using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Names;

/// <summary>A daemon whose names lead to the nodes themselves: three of them, each with an address of loopback of its own and all with one port.</summary>
public sealed class DirectGroup : IAsyncDisposable
{
    public const string Zone = "cache.internal";
    public const string Primary = $"primary.orders.{Zone}";

    private readonly TempFolder _folder = TempFolder.Create();

    private DirectGroup(int dns) => Dns = dns;

    /// <summary>The HTTP port.</summary>
    public int Web { get; } = FreePorts.One();

    public OwnedProcess Daemon { get; private set; } = null!;

    public int Port { get; } = CommonPort();

    /// <summary>The name server's port: ours, or the updated one's.</summary>
    public int Dns { get; }

    /// <summary>Starts it and returns when it is whole; it answers for its names itself.</summary>
    public static Task<DirectGroup> StartAsync()
    {
        var dns = FreePorts.One();
        return StartAsync(dns, string.Create(CultureInfo.InvariantCulture, $"listen: \"127.0.0.1:{dns}\""), "");
    }

    /// <summary>The same, with another name server that is told.</summary>
    public static Task<DirectGroup> UpdateAsync(int server, string keyName, string algorithm, string secret) =>
        StartAsync(server, string.Create(CultureInfo.InvariantCulture, $"update: {{ server: \"127.0.0.1:{server}\", key_name: {keyName}, algorithm: {algorithm}, secret: \"${{TSIG}}\" }}"), secret);

    public async Task<GroupView> GroupAsync() => (await StatusView.GetAsync(Web)).Groups.Single();

    public Task<GroupView> WholeAsync(ulong term = 1) => Eventually.GetAsync(GroupAsync, group => group.IsWhole && group.Term >= term, Deadline.InSeconds(30), "the group is whole");

    /// <summary>The address of a node: <c>127.0.0.2</c> of orders-002.</summary>
    public static IPAddress Address(string node) => IPAddress.Parse($"127.0.0.{node[^1]}");

    public Task<ProcessResult> VerbAsync(params string[] arguments) => MainstayProgram.RunAsync([.. arguments, "--api", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Web}")]);

    /// <summary>Moves the primary, without the start of a program.</summary>
    public Task SwitchoverAsync() => OperatorClient.PostAsync(Web, "switchover", "orders");

    /// <summary>The process of a node, for it to be killed.</summary>
    public async Task<int> ProcessAsync(string node)
    {
        using var client = await ConnectAsync(Address(node));
        var info = await AskAsync(client, "INFO server\r\n");
        return int.Parse(info.Split('\n').Single(line => line.StartsWith("process_id:", StringComparison.Ordinal))[11..], CultureInfo.InvariantCulture);
    }

    public async Task<Socket> ConnectAsync(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        await socket.ConnectAsync(address, Port);
        return socket;
    }

    /// <summary>One inline command and what came back at once; empty when the connection was ended.</summary>
    public static async Task<string> AskAsync(Socket socket, string command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[64 << 10];
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(command), patience.Token);
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Daemon is not null) await Daemon.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
    }

    private static async Task<DirectGroup> StartAsync(int dns, string server, string secret)
    {
        var group = new DirectGroup(dns);
        try
        {
            await File.WriteAllTextAsync(group._folder.Combine("mainstay.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
                version: 1
                data: data
                web: "127.0.0.1:{{group.Web}}"
                dns:
                  zone: {{Zone}}
                  ttl: 2s
                  mode: direct
                  {{server}}
                groups:
                  orders:
                    settings: { maxmemory: 64mb }
                    nodes:
                      orders-001: { address: "127.0.0.1:{{group.Port}}" }
                      orders-002: { address: "127.0.0.2:{{group.Port}}" }
                      orders-003: { address: "127.0.0.3:{{group.Port}}" }
                    endpoints: { primary: "127.0.0.1:{{FreePorts.One()}}" }

                """));
            group.Daemon = OwnedProcess.Start(MainstayProgram.Path, ["serve", "-c", group._folder.Combine("mainstay.yaml")], group._folder.Path, new Dictionary<string, string?> { ["TSIG"] = secret });
            await group.WholeAsync();
            return group;
        }
        catch (Exception failed)
        {
            var told = group.Daemon?.Describe();
            await group.DisposeAsync();
            throw new InvalidOperationException($"{failed.Message}\n{told}", failed);
        }
    }

    // Free on all of loopback, not on 127.0.0.1 alone.
    private static int CommonPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
