using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Caching;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>What befalls nodes while twenty clients write and read all keys, and that nobody reads what is out of date.</summary>
public sealed class FaultTests(UpFixture fixture, ITestOutputHelper output) : IClassFixture<UpFixture>
{
    /// <summary>
    /// What is promised is 200 ms, of which the bench is the judge, on a machine that does nothing else. Here other tests' processes run beside it, and a pause
    /// of the machine must not look like a defect.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_killed_nodes_keys_are_answered_again_at_once_and_the_others_never_wait()
    {
        var cluster = fixture.Up.Pages;
        var before = await cluster.WholeAsync(Deadline.InSeconds(10));
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = cluster, Run = "killed" });
        var process = await cluster.ProcessAsync(0);
        fleet.Mark();
        var back = Deadline.InSeconds(5);
        SystemProcess.Send(process, Signal.Kill);
        await Eventually.TrueAsync(() => !SystemProcess.Runs(process), Deadline.InSeconds(2), "the node is gone");
        var after = await cluster.WholeAsync(back, before.Version!.Value + 1);
        var told = await cluster.DiscoverAsync();
        await fleet.FlowsAsync(50, Deadline.InSeconds(10));
        Assert.NotEqual(process, await cluster.ProcessAsync(0));
        Assert.True(told.Version >= after.Version && told.Ports.SequenceEqual(cluster.NodePorts), $"{told}");

        var findings = await fleet.StopAsync();
        output.WriteLine($"{findings}");
        Assert.True(findings.Faults.Count == 0, $"{findings}");
        Assert.True(findings.Gap(0) < Bound && findings.LastFailure(0) < Bound, $"{findings}");

        // Only sets that were with the node as it died may fail, one of a client; a get is asked again elsewhere.
        Assert.True(findings.Failures.All(request => request is { IsWrite: true, Key.Owner: 0, Answer.Outcome: CacheOutcome.Refused }), $"{findings}");
        Assert.True(findings.Failures.GroupBy(request => request.Client).All(client => client.Count() == 1), $"{findings}");
        Assert.True(findings.Slowest(1) < Bound && findings.Gap(1) < Bound, $"{findings}");

        // Not everything was missing, or nothing would have been judged.
        Assert.True(findings.Count(0, CacheOutcome.Hit) > 0 && findings.Count(1, CacheOutcome.Hit) > 0 && findings.Count(1, CacheOutcome.Miss) == 0, $"{findings}");
    }

    [Fact]
    public async Task A_node_killed_twice_gives_nothing_of_its_former_outage()
    {
        var cluster = fixture.Up.Pages;
        await cluster.WholeAsync(Deadline.InSeconds(10));
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = cluster, Run = "twice" });
        fleet.Mark();
        for (var round = 0; round < 2; round++)
        {
            var before = await cluster.StatusAsync();
            var process = await cluster.SignalAsync(1, Signal.Kill);
            await Eventually.TrueAsync(() => !SystemProcess.Runs(process), Deadline.InSeconds(2), "the node is gone");
            await cluster.WholeAsync(Deadline.InSeconds(10), before.Version!.Value + 1);
            await fleet.FlowsAsync(50, Deadline.InSeconds(10));
        }

        await CheckAsync(fleet, node: 1);
    }

    [Fact]
    public async Task A_node_that_hangs_for_too_long_is_replaced()
    {
        await using var daemon = await ClusterDaemon.StartAsync("detect: 500ms\nreplace_after: 500ms");
        var cluster = daemon.Cluster;
        var before = await cluster.StatusAsync();
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = cluster, Run = "hung" });
        fleet.Mark();
        var process = await cluster.SignalAsync(0, Signal.Stop);
        await Eventually.TrueAsync(() => !SystemProcess.Runs(process), Deadline.InSeconds(10), "the hung process is ended");
        await daemon.WholeAsync(before.Version!.Value + 1);
        await fleet.FlowsAsync(50, Deadline.InSeconds(10));
        Assert.NotEqual(process, await cluster.ProcessAsync(0));
        await CheckAsync(fleet, node: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_node_that_hangs_for_a_while_is_emptied_before_it_serves(int hangs)
    {
        await using var daemon = await ClusterDaemon.StartAsync("detect: 500ms\nreplace_after: 1m");
        var cluster = daemon.Cluster;
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = cluster, Run = "dozing" });
        var process = await cluster.ProcessAsync(0);
        fleet.Mark();
        for (var hang = 1; hang <= hangs; hang++)
        {
            var before = await cluster.StatusAsync();
            SystemProcess.Send(process, Signal.Stop);
            await cluster.MissesAsync(0, Deadline.InSeconds(10));

            // Others change meanwhile what it has.
            await fleet.FlowsAsync(100, Deadline.InSeconds(10));
            SystemProcess.Send(process, Signal.Continue);
            await daemon.WholeAsync(before.Version!.Value + 1);
            await fleet.FlowsAsync(50, Deadline.InSeconds(10));
        }

        Assert.Equal(process, await cluster.ProcessAsync(0));
        await CheckAsync(fleet, node: 0);
    }

    [Fact]
    public async Task The_clients_would_see_old_values()
    {
        // As the one above, but for the configuration, which lets them come back: who finds none there would find none anywhere.
        await using var daemon = await ClusterDaemon.StartAsync("detect: 500ms\nreplace_after: 1m\nrejoin: keep");
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = daemon.Cluster, Run = "kept" });
        var process = await daemon.Cluster.SignalAsync(0, Signal.Stop);
        await daemon.Cluster.MissesAsync(0, Deadline.InSeconds(10));
        await fleet.FlowsAsync(100, Deadline.InSeconds(10));
        SystemProcess.Send(process, Signal.Continue);
        await daemon.WholeAsync();
        await fleet.FlowsAsync(50, Deadline.InSeconds(10));
        var findings = await fleet.StopAsync();
        Assert.Contains(findings.Faults, request => request.Fault!.StartsWith("stale", StringComparison.Ordinal) && request.Key.Owner == 0);
    }

    /// <summary>Nothing stale, no error but of what was with the node, and the other node's keys never fail.</summary>
    private async Task CheckAsync(CacheFleet fleet, int node)
    {
        var findings = await fleet.StopAsync();
        output.WriteLine($"{findings}");
        Assert.True(findings.Faults.Count == 0, $"{findings}");
        Assert.True(findings.Failures.All(request => request.IsWrite && request.Key.Owner == node && request.Answer.Outcome == CacheOutcome.Refused), $"{findings}");
        Assert.True(findings.Slowest(1 - node) < Bound && findings.Count(1 - node, CacheOutcome.Miss) == 0, $"{findings}");
        Assert.True(findings.Count(node, CacheOutcome.Hit) > 0 && findings.Count(node, CacheOutcome.Miss) > 0, $"{findings}");
    }
}
