using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public class SendWindowTests
{
    [Fact]
    public void Who_is_not_known_begins_with_one_and_every_small_reply_earns_one_more()
    {
        var window = new SendWindow();
        Assert.Equal(1, window.Limit);
        for (var i = 0; i < 15; i++) window.Replied(5);
        Assert.Equal(16, window.Limit);
        for (var i = 0; i < 1000; i++) window.Replied(5);
        Assert.Equal(512, window.Limit);
    }

    [Theory]
    [InlineData(16 << 10, 128)]
    [InlineData(1 << 20, 2)]
    [InlineData(512 << 20, 1)]
    public void A_large_reply_narrows_it_at_once_to_what_fits_and_small_ones_widen_it_little_by_little(int bytes, int limit)
    {
        var window = new SendWindow();
        for (var i = 0; i < 1000; i++) window.Replied(5);
        window.Replied(bytes);
        Assert.Equal(limit, window.Limit);
        window.Replied(5);
        Assert.Equal(limit + 1, window.Limit);
    }
}
