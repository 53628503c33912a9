using Mainstay.Server.Dns;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Dns;

public sealed class SerialNumbersTests
{
    [Fact]
    public void They_grow_across_restarts_and_when_the_clock_goes_back()
    {
        using var folder = TempFolder.Create();
        var clock = new SetClock(2_000_000_000);
        var first = new SerialNumbers(folder.Path, clock);
        Assert.Equal((2_000_000_001u, 2_000_000_002u), (first.Next(), first.Next()));
        clock.Seconds = 1_000_000_000;
        var last = 0u;
        for (var restart = 0; restart < 3; restart++)
        {
            var next = new SerialNumbers(folder.Path, clock).Next();
            Assert.True(next > Math.Max(last, 2_000_000_002u));
            last = next;
        }
    }

    [Fact]
    public void More_are_reserved_before_they_run_out()
    {
        using var folder = TempFolder.Create();
        var serials = new SerialNumbers(folder.Path, new SetClock(100));
        Assert.False(serials.IsRunningOut);
        var last = 0u;
        for (var i = 0u; i < 2 * SerialNumbers.Block; i++)
        {
            last = serials.Next();
            if (serials.IsRunningOut) serials.Reserve();
        }

        Assert.True(new SerialNumbers(folder.Path, new SetClock(100)).Next() > last);
    }

    [Fact]
    public void A_damaged_file_is_told()
    {
        using var folder = TempFolder.Create();
        File.WriteAllText(folder.Combine("dns-serial"), "many\n");
        Assert.Contains("is damaged", Assert.Throws<DataDirectoryException>(() => new SerialNumbers(folder.Path, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private sealed class SetClock(long seconds) : TimeProvider
    {
        public long Seconds { get; set; } = seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
    }
}
