using System.Globalization;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Clusters;

/// <summary>A cluster whose nodes others start.</summary>
public sealed class UnmanagedClusterTests
{
    private const string One = "pages-001";

    [Fact]
    public async Task Nodes_are_taken_as_they_are_watched_and_emptied_when_they_return()
    {
        await using var rig = ClusterRig.Make(spec => spec with { Nodes = [.. spec.Nodes.Select(node => node with { Managed = false })] }, One);
        var first = Start(rig.Ports[One]);
        await using (first)
        {
            await FilledAsync(rig.Ports[One]);
            await rig.BeginAsync();
            await rig.SeesAsync(topology => topology.Node(One)!.Serves, 5, "it serves");
            Assert.True(await MemcachedText.HasAsync(rig.Ports[One], "k"));
        }

        var down = await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Down, 5, "it is down");
        await using var second = Start(rig.Ports[One]);
        await FilledAsync(rig.Ports[One]);
        var back = await rig.ServesAsync(One, down.Node(One)!.Life, 5);
        Assert.True(back.Version > down.Version);
    }

    [Fact]
    public async Task A_suspected_node_that_is_gone_is_noticed()
    {
        await using var rig = ClusterRig.Make(spec => spec with { Nodes = [.. spec.Nodes.Select(node => node with { Managed = false })] }, One);
        var server = Start(rig.Ports[One]);
        await FilledAsync(rig.Ports[One]);
        await rig.BeginAsync();
        await rig.SeesAsync(topology => topology.Node(One)!.Serves, 5, "it serves");
        await server.DisposeAsync();
        rig.Controller.Suspect("nobody");
        rig.Controller.Suspect(One);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Down, 5, "it is down");
    }

    [Fact]
    public async Task A_name_is_resolved()
    {
        await using var rig = ClusterRig.Make(spec => spec with { Nodes = [spec.Nodes[0] with { Managed = false, Address = new NodeAddress("localhost", spec.Nodes[0].Address.Port) }] }, One);
        await using var server = Start(rig.Ports[One]);
        await rig.BeginAsync();
        var topology = await rig.SeesAsync(topology => topology.Node(One)!.Serves, 5, "it serves");
        Assert.Equal("127.0.0.1", topology.Node(One)!.Ip);
    }

    private static OwnedProcess Start(int port) => OwnedProcess.Start("memcached", ["-u", "root", "-l", "127.0.0.1", "-U", "0", "-p", port.ToString(CultureInfo.InvariantCulture)]);

    private static Task<string> FilledAsync(int port) => Eventually.GetAsync(
        () => MemcachedText.AskAsync(port, "set k 0 0 1\r\nv"), answer => answer == "STORED\r\n", Deadline.InSeconds(5), "it takes a key");
}
