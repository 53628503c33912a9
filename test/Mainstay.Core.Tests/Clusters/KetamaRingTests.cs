using System.Globalization;
using System.Text;
using Mainstay.Core.Clusters;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

public sealed class KetamaRingTests
{
    private static readonly NodeAddress[] Three = [new("10.0.0.1", 11211), new("10.0.0.2", 11211), new("10.0.0.3", 11212)];

    [Theory]
    [MemberData(nameof(RecordedOwners.Recorded), MemberType = typeof(RecordedOwners))]
    public void Keys_are_where_libmemcached_and_twemproxy_put_them(string nodes, string owners)
    {
        var ring = new KetamaRing(RecordedOwners.Nodes(nodes));
        Assert.Equal(RecordedOwners.Owners(owners), RecordedOwners.Keys.Select(key => ring.Owner(Encoding.UTF8.GetBytes(key))));
    }

    [Fact]
    public void While_all_serve_the_owner_is_the_owner()
    {
        var ring = new KetamaRing(Three);
        bool[] all = [true, true, true];
        Assert.All(Keys(500), key => Assert.Equal(ring.Owner(key), ring.Owner(key, all)));
    }

    [Fact]
    public void Keys_of_a_node_that_is_out_go_where_they_would_be_without_it_and_no_other_moves()
    {
        var ring = new KetamaRing(Three);
        var without = new KetamaRing([Three[0], Three[2]]);
        bool[] serves = [true, false, true];
        Assert.All(Keys(500), key =>
        {
            var owner = ring.Owner(key, serves);
            Assert.Equal(without.Owner(key) == 0 ? 0 : 2, owner);
            if (ring.Owner(key) != 1) Assert.Equal(ring.Owner(key), owner);
        });
    }

    [Fact]
    public void No_node_has_a_key_when_none_serves() => Assert.Equal(-1, new KetamaRing(Three).Owner("a"u8, [false, false, false]));

    [Fact]
    public void A_single_node_has_every_key()
    {
        var ring = new KetamaRing([Three[0]]);
        Assert.All(Keys(100), key => Assert.Equal(0, ring.Owner(key)));
    }

    [Fact]
    public void Keys_are_shared_about_evenly()
    {
        var ring = new KetamaRing(Three);
        Assert.All(Keys(6000).CountBy(key => ring.Owner(key)), share => Assert.InRange(share.Value, 1400, 2600));
    }

    [Fact]
    public void Looking_up_takes_no_memory()
    {
        var ring = new KetamaRing(Three);
        bool[] serves = [true, false, true];
        var key = "some-key"u8;
        ring.Owner(key, serves);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) ring.Owner(key, serves);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[][] Keys(int count) => [.. Enumerable.Range(0, count).Select(number => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"user:{number}:page")))];
}
