using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>
/// Ordinary clients with default options: those that were connected before, and those that connect while there is no primary, both carry on by
/// themselves. All of them walk at once, so that one event serves them all.
/// </summary>
public sealed class ClientTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Fact]
    public async Task Clients_carry_on_when_the_primary_crashes() => await WalkAsync("crash", GapEvent.Crash);

    [Fact]
    public async Task Clients_carry_on_and_connect_while_the_primary_hangs() => await WalkAsync("hang", GapEvent.Hang);

    [Fact]
    public async Task Clients_see_nothing_of_a_switchover() => await WalkAsync("switchover", GapEvent.Switchover);

    private async Task WalkAsync(string name, GapEvent kind)
    {
        // 1. Some are connected and answered, some wait to connect.
        var group = await Up.WholeAsync(Deadline.InSeconds(15));
        var primary = await Up.PrimaryAsync();
        await using var before = new ClientParty(Up.Ports.Primary, $"{name}:before");
        await using var during = new ClientParty(Up.Ports.Primary, $"{name}:during");
        await before.ReadyAsync(Deadline.InSeconds(20));
        await during.ReadyAsync(Deadline.InSeconds(20));
        await before.ConnectAsync(Deadline.InSeconds(10));
        await before.GoOnAsync(20, Deadline.InSeconds(15));
        using var own = await RespClient.ConnectAsync(Up.Ports.Primary);
        await own.CallAsync("PING");

        // 2. The event. While the primary hangs, the others connect: a command of ours, sent before, is still unanswered when they do.
        if (kind == GapEvent.Switchover) await OperatorClient.PostAsync(Up.Ports.Web, "switchover");
        else primary.Send(kind == GapEvent.Crash ? Signal.Kill : Signal.Stop);
        var answer = own.CallAsync("SET", $"{name}:own", "1");
        await during.ConnectAsync(Deadline.InSeconds(10));
        if (kind == GapEvent.Hang) Assert.False(answer.IsCompleted, "the clients connected only after there was a primary again");
        await answer;

        // 3. All go on, and what they were told is what is there.
        await before.GoOnAsync(30, Deadline.InSeconds(15));
        await during.GoOnAsync(30, Deadline.InSeconds(15));
        await Up.WholeAsync(Deadline.InSeconds(10), group.Term + 1);
        Assert.All(before.Clients, client => Check(client, mayBeIndeterminate: kind != GapEvent.Switchover));
        Assert.All(during.Clients, client => Check(client, mayBeIndeterminate: kind != GapEvent.Switchover));
    }

    /// <summary>
    /// A counter's answers grow by one, but for writes whose outcome the client was told to be unknown; an acknowledged increment that was
    /// not replicated yet may be lost by a crash in an async group, so there one step back for each client is allowed.
    /// </summary>
    private static void Check(IWalkingClient client, bool mayBeIndeterminate)
    {
        var walk = client.Walk;
        var indeterminate = walk.Errors.Count(error => error.Contains("INDETERMINATE", StringComparison.Ordinal));
        Assert.True(walk.Errors.Count == indeterminate, $"{client.Name}: {walk}");
        Assert.True(mayBeIndeterminate ? indeterminate <= 1 : indeterminate == 0, $"{client.Name}: {walk}");
        var steps = walk.Answers.Zip(walk.Answers.Skip(1)).Select(pair => pair.Second - pair.First).Where(step => step != 1).ToList();
        if (mayBeIndeterminate) Assert.True(steps.Count <= 1 && steps.All(step => step is >= -1 and <= 2), $"{client.Name}: steps {string.Join(", ", steps)}; {walk}");
        else Assert.True(steps.Count == 0, $"{client.Name}: steps {string.Join(", ", steps)}; {walk}");
    }
}
