using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public class SendWindowTests
{
    [Fact]
    public void Large_replies_narrow_it_at_once_and_small_ones_widen_it_little_by_little()
    {
        var window = new SendWindow();
        Assert.Equal(16, window.Limit);
        window.Replied(1 << 20);
        Assert.Equal(2, window.Limit);
        window.Replied(5);
        Assert.Equal(2, window.Limit);
        for (var i = 0; i < 200; i++) window.Replied(5);
        Assert.Equal(512, window.Limit);
    }
}
