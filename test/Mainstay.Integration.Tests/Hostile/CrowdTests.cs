using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Crowding;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Hostile;

/// <summary>Crowds that do not behave: others are served rightly and soon, and the memory of daemon and nodes stays bounded. How soon is for <c>bench/Mainstay.Bench.Hostile</c> to measure.</summary>
public sealed class CrowdTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Fact]
    public Task Ten_thousand_connections_that_send_one_byte() => AssertBearableAsync(new OneByteCrowd(10_000));

    [Fact]
    public Task Slow_writers() => AssertBearableAsync(new SlowWriters(200));

    [Fact]
    public Task Slow_readers_of_large_values() => AssertBearableAsync(new SlowReaders(40));

    private async Task AssertBearableAsync(ICrowd crowd)
    {
        using (crowd)
        {
            var report = await MeasureAsync(crowd);
            TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
            Assert.True(report.During < 1000 * Machine.Slack && report.Longest < 2000 * Machine.Slack, $"{report}");
            Assert.True(report.IsBounded, $"{report}");
            Assert.True(report.Answers > 500, $"{report}");
        }

        Assert.True(Up.Daemon.Runs, Up.Daemon.Describe());
        await Up.WholeAsync(Deadline.InSeconds(20));
        Assert.Equal("yes", await ServedAgainAsync());
    }

    private async Task<CrowdReport> MeasureAsync(ICrowd crowd)
    {
        try
        {
            return await CrowdRun.RunAsync(crowd, Up.Ports.Primary, Up.Daemon.Id, (await Up.PrimaryAsync()).ProcessId, TimeSpan.FromSeconds(5));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{crowd.Name}: {exception.Message}{Environment.NewLine}{Up.Daemon.Describe()}", exception);
        }
    }

    /// <summary>Once the crowd has left, there is room for others.</summary>
    private async Task<string?> ServedAgainAsync()
    {
        await Eventually.GetAsync(async () =>
        {
            await Up.WriteAsync("after-crowd", "yes");
            return true;
        }, written => written, Deadline.InSeconds(20), "a new client is served");
        return await Up.ReadAsync("after-crowd");
    }
}
