using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Clients that take too much: memory stays bounded, others are served, and who is only slow gets all of it.</summary>
[Collection(AloneCollection.Name)]
public sealed class CrowdedTests
{
    private const int Large = 1_000_000;

    [Theory]
    [InlineData("get")]
    [InlineData("mg")]
    public async Task Who_asks_for_much_after_little_is_not_closed_and_gets_all_of_it_in_order(string verb)
    {
        await using var cluster = await RealCluster.StartAsync();
        var (client, other) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        for (var i = 0; i < 20; i++) await client.SetAsync($"large{i}", new string((char)('a' + i), Large));

        // Many at once for who had many small ones.
        for (var i = 0; i < 600; i++) await client.GetAsync("nothing");
        using var slow = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync("127.0.0.1", cluster.Port, TestContext.Current.CancellationToken);
        for (var i = 0; i < 600; i++) await ExchangeAsync(slow, "get nothing\r\n", "END\r\n".Length);
        const int Asked = 200;
        var keys = Enumerable.Range(0, Asked).Select(i => $"large{i % 20}").ToList();
        var request = verb == "get" ? $"get {string.Join(' ', keys)}\r\n" : string.Concat(keys.Select(key => $"mg {key} v\r\n"));
        await slow.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        for (var i = 0; i < 500; i++) Assert.Null(await other.GetAsync("nothing"));
        Assert.Equal(0, cluster.Figures.RefusedOutput);

        // Every value comes, whole and in its place.
        var reader = new BufferedStream(new NetworkStream(slow), 1 << 20);
        var value = new byte[Large + 2];
        for (var i = 0; i < Asked; i++)
        {
            Assert.Equal(verb == "get" ? $"VALUE large{i % 20} 0 {Large}" : $"VA {Large}", Line(reader));
            reader.ReadExactly(value);
            Assert.True(value.AsSpan(0, Large).IndexOfAnyExcept((byte)('a' + (i % 20))) < 0, $"value {i} is mixed up");
        }

        if (verb == "get") Assert.Equal("END", Line(reader));
        Assert.Equal(0, cluster.Figures.RefusedOutput);
    }

    [Fact]
    public async Task What_waits_behind_a_node_that_hangs_is_bounded()
    {
        await using var cluster = await RealCluster.StartAsync();
        var (away, large) = (await cluster.KeyOfAsync(0, "away"), await cluster.KeyOfAsync(1, "large"));
        var client = await cluster.ConnectAsync();
        await client.SetAsync(large, new string('x', Large));
        var clients = new List<TextClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await cluster.ConnectAsync());
            await clients[^1].AllAsync(string.Concat(Enumerable.Repeat("get nothing\r\n", 600)));
        }

        // What is in use, without what this client made of such values and left.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await cluster.Server(0).StopAsync();
        foreach (var one in clients) await one.SendAsync($"get {away}\r\n" + string.Concat(Enumerable.Repeat($"get {large}\r\n", 60)));
        for (var i = 0; i < 200; i++) Assert.Equal(Large, (await client.GetAsync(large))!.Length);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 150L << 20);
        cluster.Server(0).Send(TestKit.Processes.Signal.Continue);
        foreach (var one in clients)
        {
            Assert.Equal($"VALUE {away} 0 5", await one.ReadLineAsync());
            await one.ReadLineAsync();
            await one.ReadLineAsync();
            for (var i = 0; i < 60; i++)
            {
                Assert.Equal($"VALUE {large} 0 {Large}", await one.ReadLineAsync());
                await one.ReadBytesAsync(Large + 2);
                Assert.Equal("END", await one.ReadLineAsync());
            }
        }

        Assert.Equal(0, cluster.Figures.RefusedOutput);
    }

    [Fact]
    public async Task A_value_larger_than_what_may_be_left_unread_is_given_all_the_same()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 1, more: spec => spec with { Limits = new LimitsSpec { Output = 256 << 10 } });
        var client = await cluster.ConnectAsync();
        Assert.Equal("STORED", await client.SetAsync("k", new string('x', Large)));
        Assert.Equal(Large, (await client.GetAsync("k"))?.Length);
    }

    [Fact]
    public async Task Figures_asked_for_again_and_again_do_not_add_up_to_something_unread()
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { Limits = new LimitsSpec { Output = 64 << 10 } });
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 1500; i++) Assert.EndsWith("END\r\n", await client.UpToEndAsync("stats"), StringComparison.Ordinal);
        Assert.Equal(0, cluster.Figures.RefusedOutput);
    }

    private static async Task ExchangeAsync(Socket socket, string request, int answer)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        for (var have = 0; have < answer;) have += await socket.ReceiveAsync(new byte[answer - have], TestContext.Current.CancellationToken);
    }

    private static string Line(Stream reader)
    {
        var line = new StringBuilder();
        for (var next = reader.ReadByte(); next != '\n'; next = reader.ReadByte())
        {
            if (next < 0) return line + "(closed)";
            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
