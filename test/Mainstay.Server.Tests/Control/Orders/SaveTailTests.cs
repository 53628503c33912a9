using Mainstay.Core.Failover;
using Mainstay.Protocol.Resp;

namespace Mainstay.Server.Tests.Control.Orders;

public class SaveTailTests
{
    [Fact]
    public async Task The_tail_of_a_live_former_primary_is_what_was_written_to_it_after_the_branch()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var (old, target) = (ground.Nodes[0], ground.Nodes[1]);
        var sealedTarget = OrderGround.Done(await ground.SealAsync(target));
        var promoted = OrderGround.Done(await ground.PromoteAsync(target, sealedTarget.RunId));
        for (var i = 0; i < 30; i++) await old.CallAsync("SET", $"lost:{i}", new string('v', 100));
        var report = await old.ReportAsync();

        OrderGround.Done(await ground.RunAsync(new FailoverAction.SaveTail(ground.NextId(), "main-001", report.RunId, promoted.SecondReplicationId!, promoted.SecondOffset)));

        var saved = await File.ReadAllBytesAsync(Assert.Single(ground.Supervisor.Tails), TestContext.Current.CancellationToken);
        Assert.Contains($"term-5-{promoted.SecondReplicationId![..8]}-{promoted.SecondOffset}", ground.Supervisor.Tails[0], StringComparison.Ordinal);
        Assert.True(saved.Length >= report.Offset - promoted.SecondOffset + 1);
        var commands = Commands(saved);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"SET lost:{i} {new string('v', 100)}"), commands.Where(command => command.StartsWith("SET ", StringComparison.Ordinal)));
        Assert.DoesNotContain(commands, command => command.Contains("key:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_beyond_the_branch_is_no_tail()
    {
        await using var ground = await OrderGround.WithReplicasAsync(0);
        var report = await ground.Nodes[0].ReportAsync();
        OrderGround.Done(await ground.RunAsync(new FailoverAction.SaveTail(ground.NextId(), "main-001", report.RunId, report.ReplicationId, report.Offset + 1)));
        Assert.Empty(ground.Supervisor.Tails);
    }

    [Fact]
    public async Task A_history_the_server_does_not_have_is_a_failure_that_makes_no_file()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var report = await ground.Nodes[0].ReportAsync();
        var unknown = new string('a', 40);
        var failed = Assert.IsType<ActionResult.Failed>(
            await ground.RunAsync(new FailoverAction.SaveTail(ground.NextId(), "main-001", report.RunId, unknown, 1)));
        Assert.Contains("FULLRESYNC", failed.Why, StringComparison.Ordinal);
        Assert.Empty(ground.Supervisor.Tails);
    }

    [Fact]
    public async Task Another_process_has_no_tail_of_ours()
    {
        await using var ground = await OrderGround.WithReplicasAsync(0);
        Assert.IsType<ActionResult.Failed>(await ground.RunAsync(new FailoverAction.SaveTail(ground.NextId(), "main-001", new string('b', 40), new string('a', 40), 1)));
        Assert.Empty(ground.Supervisor.Tails);
    }

    [Fact]
    public async Task The_files_of_a_dead_one_are_set_aside_whole()
    {
        await using var ground = await OrderGround.WithReplicasAsync(0);
        Assert.IsType<ActionResult.Done>(await ground.RunAsync(new FailoverAction.SaveTail(ground.NextId(), "main-001", null, new string('a', 40), 77)));
        Assert.Equal(["set aside main-001 term-5-aaaaaaaa-77"], ground.Supervisor.Asked);
    }

    private static List<string> Commands(byte[] bytes)
    {
        // Replicated commands are arrays of strings, as replies of that shape are.
        var reader = new RespReplyReader();
        reader.Append(bytes);
        var commands = new List<string>();
        while (reader.TryRead(out var command)) commands.Add(string.Join(' ', command.Items.Select(item => item.Text)));
        return commands;
    }
}
