using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Kit;

/// <summary>The test driver itself, on one plain redis-server: it sees what is done to the writes, and nothing that was not done.</summary>
public sealed class WriterFleetTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Undisturbed_writers_see_no_error_and_find_every_write()
    {
        var result = await DisturbedAsync(_ => Task.CompletedTask);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result}");
        Assert.Empty(result.Errors);
        Assert.Equal((0, 0, 0, 0, 0), (result.Lost, result.Doubled, result.OutOfOrder, result.RefusedButThere, result.Indeterminate));
        Assert.InRange(result.Acknowledged, 500, 100_000);
        Assert.True(result.Gap < TimeSpan.FromMilliseconds(100), $"{result}");
    }

    [Fact]
    public async Task A_server_that_stands_still_is_measured()
    {
        var result = await DisturbedAsync(async client => Assert.False((await client.CallAsync("CLIENT", "PAUSE", "300", "WRITE")).IsError));
        Assert.InRange(result.Gap.TotalMilliseconds, 250, 450);
        Assert.True(result.UsualGap < TimeSpan.FromMilliseconds(100), $"{result}");
        Assert.True(result.SlowestWrite >= TimeSpan.FromMilliseconds(250), $"{result}");
        Assert.Equal(0, result.Lost);
    }

    [Fact]
    public async Task Lost_writes_are_found()
    {
        var result = await DisturbedAsync(async client => await client.CallAsync("FLUSHALL"));
        Assert.True(result.Lost > 100, $"{result}");
        Assert.Equal(0, result.Doubled);
    }

    [Fact]
    public async Task A_doubled_and_a_late_write_are_found()
    {
        var result = await DisturbedAsync(async client =>
        {
            Assert.False((await client.CallAsync("RPUSH", "fleet:run:0", "1")).IsError);
            Assert.False((await client.CallAsync("INCRBY", "fleet:run:2", "100")).IsError);
        });
        Assert.Equal(101, result.Doubled);
        Assert.Equal(1, result.OutOfOrder);
        Assert.Equal(0, result.Lost);
    }

    [Fact]
    public async Task Refused_writes_are_counted_by_kind_and_are_not_there()
    {
        var result = await DisturbedAsync(async client =>
        {
            await client.CallAsync("REPLICAOF", "127.0.0.1", "1");
            await Deadline.InSeconds(0.2).PauseAsync(TimeSpan.FromSeconds(1));
            await client.CallAsync("REPLICAOF", "NO", "ONE");
        });
        Assert.True(result.Errors.GetValueOrDefault("READONLY") > 50, $"{result}");
        Assert.Equal((0, 0, 0), (result.Lost, result.RefusedButThere, result.Doubled));
    }

    [Fact]
    public async Task Severed_connections_are_errors_and_the_writers_go_on()
    {
        var result = await DisturbedAsync(async client => await client.CallAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
        Assert.InRange(result.Errors.GetValueOrDefault("connection-lost"), 30, 60);
        Assert.Equal(0, result.Lost);
    }

    [Fact]
    public async Task A_plain_client_that_meets_a_replica_or_is_severed_looks_the_primary_up_again()
    {
        await using var other = await RedisServer.StartAsync();
        await RespClient.AskAsync(_server.Port, "REPLICAOF", "127.0.0.1", "1");
        var asked = 0;
        using var client = new PlainWriteClient(() => Task.FromResult(asked++ == 0 ? _server.Port : other.Port), PlainWriteClient.UsualPatience);
        Assert.Equal(new WriteAnswer(WriteOutcome.Refused, "READONLY"), await client.WriteAsync(WriteKind.Set, "a", "1"));
        Assert.Equal(WriteAnswer.Acknowledged(), await client.WriteAsync(WriteKind.Set, "a", "1"));
        other.Send(Signal.Stop);
        var waiting = client.WriteAsync(WriteKind.Set, "a", "2");
        client.Sever();
        Assert.Equal(new WriteAnswer(WriteOutcome.Unknown, "connection-lost"), await waiting);
        other.Send(Signal.Continue);
        Assert.Equal(WriteAnswer.Acknowledged(1), await client.WriteAsync(WriteKind.Increment, "n", "1"));
        Assert.Equal(3, asked);
    }

    private async Task<FleetResult> DisturbedAsync(Func<RespClient, Task> disturb)
    {
        using var client = await RespClient.ConnectAsync(_server.Port);
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = _server.Port, Run = "run" });
        fleet.Mark();
        await disturb(client);
        await fleet.FlowsAsync(5, Deadline.InSeconds(10));
        return await fleet.StopAsync();
    }
}
