using Mainstay.TestKit.Caching;

namespace Mainstay.Integration.Tests.Kit;

/// <summary>What may be read of a key: the last acknowledged value and what was written since, nothing else.</summary>
public sealed class CacheKeyTests
{
    [Fact]
    public void A_value_older_than_the_last_acknowledged_one_is_stale()
    {
        var key = new CacheKey("k", 0);
        var first = key.Write();
        key.Acknowledge();
        var unknown = key.Write();
        Assert.Null(key.Judge(first, key.Acknowledged));
        Assert.Null(key.Judge(unknown, key.Acknowledged));
        var third = key.Write();
        key.Acknowledge();
        Assert.Null(key.Judge(third, key.Acknowledged));

        // Who asked before the third was acknowledged may have either.
        Assert.Null(key.Judge(first, 1));
        Assert.StartsWith("stale", key.Judge(first, key.Acknowledged), StringComparison.Ordinal);
        Assert.StartsWith("stale", key.Judge(unknown, key.Acknowledged), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_key_or_of_nobody_is_wrong()
    {
        var (key, other) = (new CacheKey("k", 0), new CacheKey("k2", 0));
        var value = key.Write();
        Assert.StartsWith("the value of something else", other.Judge(value, 0), StringComparison.Ordinal);
        Assert.StartsWith("the value of something else", key.Judge(value + ".", 0), StringComparison.Ordinal);
        Assert.StartsWith("the value of something else", key.Judge("", 0), StringComparison.Ordinal);
        var never = new CacheKey("k", 0);
        Assert.Contains("the last that was written", never.Judge(value, 0), StringComparison.Ordinal);
    }
}
