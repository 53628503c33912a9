using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Running;

/// <summary>What is promised of crash, hang and switchover, ten times each on one group under 50 writers.</summary>
public sealed class WriteGapTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    [InlineData(GapEvent.Hang)]
    public async Task Writes_resume_in_time_and_the_group_is_whole_again(GapEvent kind)
    {
        var table = await GapRuns.MeasureAsync(fixture.Up, kind, runs: 10);
        TestContext.Current.TestOutputHelper?.WriteLine($"{table}");
        var broken = GapPromise.Of(kind).BrokenBy(table, idle: false);
        Assert.True(broken.Count == 0, $"{string.Join("; ", broken)}{Environment.NewLine}{table}");
    }
}
