using Mainstay.Bench.Failover;
using Mainstay.Bench.Failover.Clients;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Failovers;

/// <summary>What the failover bench is asked for.</summary>
public sealed class BenchOptionsTests
{
    [Fact]
    public void Without_options_everything_is_measured_twenty_times()
    {
        var options = BenchOptions.Parse([]);
        Assert.Equal((20, 50, 1000, 0, null), (options.Runs, options.Writers, options.Rate, options.SentinelMinReplicas, options.Json));
        Assert.Equal((3, 2, 2), (options.Events.Count, options.Clients.Count, options.Systems.Count));
    }

    [Fact]
    public void A_part_can_be_chosen()
    {
        var options = BenchOptions.Parse(["--runs", "2", "--events", "hang,crash", "--clients", "plain", "--systems", "Mainstay", "--json", "f"]);
        Assert.Equal((2, "f"), (options.Runs, options.Json));
        Assert.Equal([GapEvent.Hang, GapEvent.Crash], options.Events);
        Assert.Equal([ClientKind.Plain], options.Clients);
        Assert.Equal([SystemKind.Mainstay], options.Systems);
    }

    [Theory]
    [InlineData("--runs is a number from 1 to 1000, not \"0\"", "--runs", "0")]
    [InlineData("--rate is a number from 1 to 100000, not \"x\"", "--rate", "x")]
    [InlineData("--events: \"1\" is none of crash, hang, switchover", "--events", "1")]
    [InlineData("--systems: \"etcd\" is none of mainstay, sentinel", "--systems", "mainstay,etcd")]
    [InlineData("--speed is no option", "--speed", "1")]
    [InlineData("--runs needs a value", "--runs")]
    public void What_is_wrong_is_said(string said, params string[] arguments) =>
        Assert.Equal(said, Assert.Throws<FormatException>(() => BenchOptions.Parse(arguments)).Message);
}
