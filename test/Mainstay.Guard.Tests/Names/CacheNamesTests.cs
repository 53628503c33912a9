using Mainstay.Guard.Names;

namespace Mainstay.Guard.Tests.Names;

public sealed class CacheNamesTests
{
    [Theory]
    [InlineData("tito.abc123.ng.0001.use1.cache.amazonaws.com", NameKind.Primary, "tito", false)]
    [InlineData("tito-ro.abc123.ng.0001.use1.cache.amazonaws.com", NameKind.Reader, "tito", false)]
    [InlineData("master.tito.abc123.use1.cache.amazonaws.com", NameKind.Primary, "tito", true)]
    [InlineData("replica.tito.abc123.use1.cache.amazonaws.com", NameKind.Reader, "tito", true)]
    [InlineData("tito.abc123.clustercfg.use1.cache.amazonaws.com", NameKind.ClusterConfiguration, "tito", false)]
    [InlineData("clustercfg.tito.abc123.use1.cache.amazonaws.com", NameKind.ClusterConfiguration, "tito", true)]
    [InlineData("tito-001.abc123.0001.use1.cache.amazonaws.com", NameKind.Node, "tito", false)]
    [InlineData("tito-003.abc123.0001.cnn1.cache.amazonaws.com.cn", NameKind.Node, "tito", false)]
    [InlineData("tito-0002-001.abc123.0002.use1.cache.amazonaws.com", NameKind.Node, "tito", false)]
    [InlineData("tito-002.tito.abc123.use1.cache.amazonaws.com", NameKind.Node, "tito", true)]
    [InlineData("tito-0001-002.tito.abc123.euc1.cache.amazonaws.com", NameKind.Node, "tito", true)]
    [InlineData("my-queue-prod-001.abc123.0001.use1.cache.amazonaws.com.", NameKind.Node, "my-queue-prod", false)]
    [InlineData("TITO-001.ABC123.0001.USE1.cache.amazonaws.com", NameKind.Node, "tito", false)]
    [InlineData("tito.abc123.0001.use1.cache.amazonaws.com", NameKind.LoneNode, "tito", false)]
    [InlineData("pages.abc123.cfg.use1.cache.amazonaws.com", NameKind.MemcachedConfiguration, "pages", false)]
    [InlineData("clustercfg.tito.abc123.memorydb.us-east-1.amazonaws.com", NameKind.ClusterConfiguration, "tito", true)]
    [InlineData("tito-0001-001.tito.abc123.memorydb.us-east-1.amazonaws.com", NameKind.Node, "tito", true)]
    [InlineData("tito.redis.cache.windows.net", NameKind.Primary, "tito", null)]
    public void Names_tell_what_they_lead_to(string host, NameKind kind, string cache, bool? encrypted)
    {
        var name = CacheNames.Read(host)!;
        Assert.Equal((kind, cache, encrypted), (name.Kind, name.Cache, name.IsEncrypted));
    }

    [Theory]
    [InlineData("tito-001.abc123.0001.use1.cache.amazonaws.com", "tito.abc123.ng.0001.use1.cache.amazonaws.com", "tito-ro.abc123.ng.0001.use1.cache.amazonaws.com")]
    [InlineData("tito-001.tito.abc123.cnn1.cache.amazonaws.com.cn", "master.tito.abc123.cnn1.cache.amazonaws.com.cn", "replica.tito.abc123.cnn1.cache.amazonaws.com.cn")]
    [InlineData("tito-ro.abc123.ng.0001.use1.cache.amazonaws.com", "tito.abc123.ng.0001.use1.cache.amazonaws.com", "tito-ro.abc123.ng.0001.use1.cache.amazonaws.com")]
    [InlineData("tito-0001-001.abc123.0001.use1.cache.amazonaws.com", "tito.abc123.clustercfg.use1.cache.amazonaws.com", null)]
    [InlineData("tito-0001-001.tito.abc123.memorydb.us-east-1.amazonaws.com", "clustercfg.tito.abc123.memorydb.us-east-1.amazonaws.com", null)]
    [InlineData("tito.abc123.0001.use1.cache.amazonaws.com", null, null)]
    public void The_right_name_follows_from_the_wrong_one(string host, string? primary, string? reader)
    {
        var name = CacheNames.Read(host)!;
        Assert.Equal((primary, reader), (name.Primary, name.Reader));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("redis.example.com")]
    [InlineData("cache.amazonaws.com")]
    [InlineData(".cache.amazonaws.com")]
    [InlineData("a.b.c.d.e.f.cache.amazonaws.com")]
    [InlineData("tito-001.other.abc123.use1.cache.amazonaws.com")]
    [InlineData("docs.cache.amazonaws.com.example.org")]
    [InlineData("xmemorydb.us-east-1.amazonaws.com")]
    public void Others_are_not_known(string host) => Assert.Null(CacheNames.Read(host));
}
