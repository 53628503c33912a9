namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Nodes that answer wrongly, late, half or too much: no client gets what another asked for, none waits without an end.</summary>
public sealed class HostileNodesTests
{
    [Theory]
    [InlineData("VALUE other 0 5\r\nother\r\nEND\r\n")]
    [InlineData("VALUE KEY 0 3\r\nKEY\r\nEND\r\nVALUE wrong 0 5\r\nwrong\r\nEND\r\n")]
    [InlineData("VALUE KEY 0 3\r\nKEY\r\nVALUE KEY 0 3\r\nKEY\r\nEND\r\n")]
    [InlineData("\0\u0001\u0002 garbage\r\n")]
    [InlineData("VALUE KEY 0 99999999999\r\n")]
    [InlineData("VALUE KEY 0 3\r\nabcdef\r\nEND\r\n")]
    [InlineData("VALUE KEY 0 100\r\nabc(closed)")]
    [InlineData("STORED\r\n")]
    [InlineData("(closed)")]
    public async Task No_wrong_value_reaches_a_client_and_the_right_one_does_once_the_node_is_sane(string answer)
    {
        var spoilt = 0;
        await using var node = new ScriptedNode(line =>
        {
            var key = line.Split(' ')[1];
            return Interlocked.Increment(ref spoilt) <= 3 ? answer.Replace("KEY", key, StringComparison.Ordinal) : $"VALUE {key} 0 {key.Length}\r\n{key}\r\nEND\r\n";
        });
        await using var cluster = await RealCluster.StartAsync(nodes: 1);
        await cluster.ChangeAsync(0, own => own with { Address = node.Address });
        var (one, two) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        await one.SendAsync("get one\r\n");
        await two.SendAsync("get two\r\n");
        Assert.Equal("VALUE one 0 3\r\none\r\nEND\r\n", await one.AllAsync(""));
        Assert.Equal("VALUE two 0 3\r\ntwo\r\nEND\r\n", await two.AllAsync(""));
    }

    [Fact]
    public async Task A_key_that_was_not_asked_for_is_not_given_among_many()
    {
        var spoilt = 0;
        await using var node = new ScriptedNode(line =>
        {
            var keys = line.Split(' ')[1..];
            var asked = keys.Length > 1 && Interlocked.Increment(ref spoilt) == 1 ? [.. keys, "wrong"] : keys;
            return string.Concat(asked.Select(key => $"VALUE {key} 0 {key.Length}\r\n{key}\r\n")) + "END\r\n";
        });
        await using var cluster = await RealCluster.StartAsync(nodes: 1);
        await cluster.ChangeAsync(0, own => own with { Address = node.Address });
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 10; i++) Assert.Equal("a", await client.GetAsync("a"));
        Assert.Equal("VALUE a 0 1\r\na\r\nVALUE b 0 1\r\nb\r\nVALUE c 0 1\r\nc\r\nEND\r\n", await client.UpToEndAsync("get a b c"));
        Assert.Equal("a", await client.GetAsync("a"));
        Assert.True(spoilt > 0);
    }
}
