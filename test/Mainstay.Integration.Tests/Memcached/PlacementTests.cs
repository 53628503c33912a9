using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>A key is on the node on which libmemcached and twemproxy look for it, so that clients come and go between them and the endpoint.</summary>
public sealed class PlacementTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_where_others_look_for_it(bool usualPort)
    {
        // The usual port is left out of a node's name when it is hashed, which is a way of its own. No other test has these addresses.
        string[]? addresses = usualPort ? [.. Enumerable.Range(1, 3).Select(number => string.Create(CultureInfo.InvariantCulture, $"127.{1 + (Environment.ProcessId >> 8) % 250}.{Environment.ProcessId % 256}.{number}:11211"))] : null;
        await using var daemon = await ClusterDaemon.StartAsync(addresses: addresses);
        string[] nodes = addresses ?? [.. daemon.Cluster.NodePorts.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"))];
        using var folder = TempFolder.Create();
        var port = FreePorts.One();
        await using var proxy = await TwemproxyAsync(folder, port, nodes);
        var endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{daemon.Cluster.Configuration}");
        var twemproxy = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

        // 1. What one writes the other reads.
        string[][] others = [nodes, [twemproxy]];
        foreach (var other in others)
        {
            await AskAsync("write", "there:", other);
            await AskAsync("read", "there:", endpoint);
            await AskAsync("write", "here:", endpoint);
            await AskAsync("read", "here:", other);
        }

        // 2. And there was more than one place where they could have been.
        await AskAsync("write", "both:", endpoint);
        foreach (var node in nodes) Assert.InRange(await CountAsync(node), 500 / nodes.Length / 2, 500 * 3 / nodes.Length / 2);
    }

    private static async Task AskAsync(string mode, string prefix, params string[] servers)
    {
        var result = await OwnedProcess.RunAsync(NeededProgram.PythonWith("pylibmc"), ["placement.py", mode, prefix, .. servers], Deadline.InSeconds(30), NeededProgram.Folder);
        Assert.True(result is { Status: 0, Output: "500 of 500; not []\n" }, $"{mode} {prefix} {string.Join(' ', servers)}: {result}");
    }

    private static async Task<int> CountAsync(string node)
    {
        var (host, port) = (node[..node.IndexOf(':')], int.Parse(node[(node.IndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        return (await new RunningCluster(0, 0, [port], host).HeldAsync(0, Enumerable.Range(0, 500).Select(number => $"both:{number}"))).Count;
    }

    private static async Task<OwnedProcess> TwemproxyAsync(TempFolder folder, int port, string[] nodes)
    {
        await File.WriteAllTextAsync(folder.Combine("nutcracker.yml"), string.Create(CultureInfo.InvariantCulture, $"""
            pages:
              listen: 127.0.0.1:{port}
              hash: md5
              distribution: ketama
              servers:
            {string.Join('\n', nodes.Select(node => $"   - {node}:1"))}

            """));
        var proxy = OwnedProcess.Start(NeededProgram.Find("nutcracker", "nutcracker"), ["-c", folder.Combine("nutcracker.yml"), "-s", FreePorts.One().ToString(CultureInfo.InvariantCulture), "-a", "127.0.0.1"], folder.Path);
        await Eventually.FineAsync(() => FreePorts.IsFree(port) ? proxy.Describe() : null, Deadline.InSeconds(10), "twemproxy listens");
        return proxy;
    }
}
