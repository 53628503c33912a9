using Mainstay.Server.Scheduling;

namespace Mainstay.Server.Tests.Scheduling;

public sealed class CronScheduleTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 2:30 is left out: right after it
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // comes twice: the first
    [InlineData("0 5 * * TUE", "2026-11-24T19:00:00Z", "2026-12-01T04:00:00Z")]
    [InlineData("@daily", "2026-11-24T19:00:00Z", "2026-11-24T23:00:00Z")]
    public void The_next_moment_goes_by_the_zones_clock(string text, string after, string next)
    {
        Assert.True(CronSchedule.TryParse(text, Vienna, out var schedule, out _));
        Assert.Equal(DateTimeOffset.Parse(next, null), schedule.Next(DateTimeOffset.Parse(after, null)));
    }

    [Fact]
    public void A_day_that_never_comes_has_no_next()
    {
        Assert.True(CronSchedule.TryParse("0 0 30 2 *", TimeZoneInfo.Utc, out var schedule, out _));
        Assert.Null(schedule.Next(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("61 * * * *")]
    [InlineData("* * * *")]
    [InlineData("every night")]
    public void What_is_no_expression_is_told(string text)
    {
        Assert.False(CronSchedule.TryParse(text, TimeZoneInfo.Utc, out _, out var fault));
        Assert.NotEqual("", fault);
    }
}
