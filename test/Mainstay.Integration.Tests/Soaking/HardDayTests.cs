using Mainstay.TestKit.Soaking;

namespace Mainstay.Integration.Tests.Soaking;

/// <summary>Two minutes of what <c>bench/Mainstay.Bench.Soak</c> does for twenty.</summary>
public sealed class HardDayTests
{
    // A fixed day: what goes red is to be found again. Others are for the bench.
    private const int Seed = 20160325;

    [Fact]
    public async Task After_every_burst_of_faults_the_group_becomes_whole_and_the_daemon_does_not_grow()
    {
        var told = new List<string>();
        var report = await new SoakRun(new SoakOptions { Seed = Seed, Length = TimeSpan.FromMinutes(2) }, told.Add).RunAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToTable());
        Assert.True(report.Broken.Count == 0, $"{report.ToTable()}{Environment.NewLine}{string.Join(Environment.NewLine, told)}");
        Assert.True(report.Bursts >= 5 && report.BurstsBetween >= 1 && report.DaemonStarts >= 2, $"too little happened: {report.ToTable()}");
    }
}
