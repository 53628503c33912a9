using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>A client that loaded a script once calls it by its hash ever after, whatever happens to the primary.</summary>
public sealed class ScriptClientTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_script_is_called_by_its_hash_on_the_next_primary(GapEvent kind)
    {
        await Up.WholeAsync(Deadline.InSeconds(15));
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Up.Ports.Primary}");
        var database = connection.GetDatabase();
        RedisKey[] keys = [$"counted:{kind}"];
        var script = $"return redis.call('INCRBY', KEYS[1], ARGV[1]) -- {kind}";
        var hash = await connection.GetServers().Single().ScriptLoadAsync(script);
        for (var i = 1; i <= 3; i++) Assert.Equal(i, (long)await database.ScriptEvaluateAsync(hash, keys, [1]));

        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        if (kind == GapEvent.Switchover) await OperatorClient.PostAsync(Up.Ports.Web, "switchover");
        else (await Up.PrimaryAsync()).Send(Signal.Kill);
        var after = await Up.WholeAsync(Deadline.InSeconds(15), before.Term + 1);

        // The new primary was a replica when the script was loaded and does not have it.
        var port = after.Nodes.Single(node => node.Name == after.Primary).Port;
        Assert.Equal(0, await ExistsAsync(port, hash));
        Assert.Equal(4, (long)await database.ScriptEvaluateAsync(hash, keys, [1]));
        Assert.Equal(1, await ExistsAsync(port, hash));

        // Gone behind our back, in the middle of a pipeline of calls.
        await RespClient.AskAsync(port, "SCRIPT", "FLUSH");
        var calls = Enumerable.Range(0, 20).Select(_ => database.ScriptEvaluateAsync(hash, keys, [1])).ToList();
        var answers = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(5, 20).Select(number => (long)number), answers.Select(answer => (long)answer));
    }

    private static async Task<long> ExistsAsync(int port, byte[] hash) =>
        (await RespClient.AskAsync(port, "SCRIPT", "EXISTS", Convert.ToHexStringLower(hash))).Items!.Single().Number;
}
