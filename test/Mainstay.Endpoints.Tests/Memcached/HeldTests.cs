using System.Text;
using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>The books of what is held.</summary>
public sealed class HeldTests
{
    [Fact]
    public async Task What_is_held_is_struck_out_when_the_request_is_answered_otherwise()
    {
        // Three keys are asked for, and once one of them came, the next, whose node is away. Then the first node fails.
        await using var node = new ScriptedNode(line =>
            line.StartsWith("get 5", StringComparison.Ordinal) ? "END\r\n" : $"VALUE {line.Split(' ')[1]} 0 1\r\nv\r\n(wait)SERVER_ERROR out of memory writing get response\r\n");
        await using var cluster = await RealCluster.StartAsync(nodes: 2);
        await cluster.ChangeAsync(0, own => own with { Address = node.Address });
        await cluster.ChangeAsync(1, own => own with { Address = new NodeAddress("127.0.0.1", FreePorts.One()) });
        var ring = new KetamaRing([.. cluster.Nodes.Select(one => one.Address)]);
        string Key(int owner, int number) => Enumerable.Range(0, 1000).Select(i => $"{number}-{i}").First(key => ring.Owner(Encoding.ASCII.GetBytes(key)) == owner);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 2; i++) await client.GetAsync(Key(0, 5));
        await client.SendAsync($"get {Key(0, 1)} {Key(0, 2)} {Key(0, 3)} {Key(1, 4)}\r\n");
        await Eventually.TrueAsync(() => node.Waits && cluster.Figures.Held == 1, Deadline.InSeconds(5), "the last key is held");
        node.GoOn();
        await client.ReadLineAsync();
        Assert.Equal("v", await client.ReadLineAsync());
        Assert.Equal("SERVER_ERROR out of memory writing get response", await client.ReadLineAsync());
        await cluster.CountedAsync(figures => figures.Held, 0);
    }

    [Fact]
    public async Task Requests_that_wait_behind_one_that_is_refused_do_not_wait_anew()
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { Hold = new HoldSpec { Time = TimeSpan.FromSeconds(1) } });
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 2; i++) await cluster.ChangeAsync(i, node => node with { Health = NodeHealth.Down, Outage = 1 + i });
        var since = Deadline.InSeconds(4 * Machine.Slack);
        var answer = await client.AllAsync(string.Concat(Enumerable.Range(0, 20).Select(i => $"get k{i}\r\n")));
        Assert.Equal(20, answer.Split("no node for this within 1 s").Length - 1);
        Assert.False(since.Passed, $"it took {since.Elapsed.TotalSeconds:0.0} s");
    }
}
