using Mainstay.Core;
using Mainstay.Server.Control;

namespace Mainstay.Server.Tests.Control;

public class RebuildRateTests
{
    [Fact]
    public void At_once_the_first_time_then_with_doubling_waits_and_anew_after_calm()
    {
        var rate = new RebuildRate();
        var now = Instant.Zero;
        double[] expected = [0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30];
        foreach (var seconds in expected)
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), rate.Next(now));
            now += TimeSpan.FromSeconds(10);
        }

        now += TimeSpan.FromMinutes(6);
        Assert.Equal(TimeSpan.Zero, rate.Next(now));
        Assert.Equal(TimeSpan.FromSeconds(0.1), rate.Next(now));
    }
}
