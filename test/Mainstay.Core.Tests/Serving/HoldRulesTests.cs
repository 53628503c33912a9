using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public sealed class HoldRulesTests
{
    private static readonly HoldSpec _spec = new() { Time = TimeSpan.FromSeconds(10), Commands = 100, Bytes = 1000 };

    [Theory]
    [InlineData(0, 0, 1000, HoldRefusal.None)]
    [InlineData(99, 900, 100, HoldRefusal.None)]
    [InlineData(100, 0, 1, HoldRefusal.Commands)]
    [InlineData(0, 0, 1001, HoldRefusal.Bytes)]
    [InlineData(99, 901, 100, HoldRefusal.Bytes)]
    public void Count_and_bytes_are_bounded(long commands, long held, long bytes, HoldRefusal refusal) =>
        Assert.Equal(refusal, HoldRules.Admit(_spec, commands, held, bytes));

    [Fact]
    public void Time_is_bounded()
    {
        var since = Instant.Zero + TimeSpan.FromSeconds(5);
        Assert.False(HoldRules.Expired(_spec, since, since + TimeSpan.FromSeconds(9.999)));
        Assert.True(HoldRules.Expired(_spec, since, since + TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void The_client_is_told_that_nothing_was_executed()
    {
        foreach (var refusal in new[] { HoldRefusal.Time, HoldRefusal.Commands, HoldRefusal.Bytes })
        {
            var line = Replies.TryAgain(refusal, _spec.Time);
            Assert.StartsWith("TRYAGAIN mainstay: ", line, StringComparison.Ordinal);
            Assert.EndsWith("; not executed", line, StringComparison.Ordinal);
        }
    }
}
