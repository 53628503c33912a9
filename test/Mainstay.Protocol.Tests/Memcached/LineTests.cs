using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class LineTests
{
    [Theory]
    [InlineData("get a", "Get a")]
    [InlineData("gets a", "Gets a")]
    [InlineData("get a b  c ", "Get a b c more")]
    [InlineData("  get   a", "Get a")]
    [InlineData("get a\0b c", "Get a")]
    [InlineData("get a\tb", "Get a\tb")]
    [InlineData("gat 10 a", "Gat a")]
    [InlineData("gats 10 a b", "Gats a b more")]
    [InlineData("gat 10", "Gat")]
    [InlineData("get noreply", "Get noreply")]
    [InlineData("get / HTTP/1.1", "Get / HTTP/1.1 more")]
    public void Retrieval(string line, string expected) => Assert.Equal(expected, Lines.Describe(line));

    [Theory]
    [InlineData("set a 0 0 5", "Set a data=5")]
    [InlineData("set a 0 0 0", "Set a data=0")]
    [InlineData("set a 0 0 5 noreply", "Set a data=5 noreply")]
    [InlineData("set a 0 0 5  noreply ", "Set a data=5 noreply")]
    [InlineData("set a 0 0 5 something", "Set a data=5")]
    [InlineData("add a 4294967295 -1 5", "Add a data=5")]
    [InlineData("replace a 0 0 5", "Replace a data=5")]
    [InlineData("append a 0 0 5", "Append a data=5")]
    [InlineData("prepend a 0 0 2147483645", "Prepend a data=2147483645")]
    [InlineData("cas a 0 0 5 18446744073709551615", "Cas a data=5")]
    [InlineData("cas a 0 0 5 1 noreply", "Cas a data=5 noreply")]
    public void Storage(string line, string expected) => Assert.Equal(expected, Lines.Describe(line));

    [Theory]
    [InlineData("incr a 1", "Incr a")]
    [InlineData("decr a 18446744073709551615 noreply", "Decr a noreply")]
    [InlineData("incr a 1 something", "Incr a")]
    [InlineData("touch a -1", "Touch a")]
    [InlineData("touch a 0 noreply", "Touch a noreply")]
    [InlineData("delete a", "Delete a")]
    [InlineData("delete a 0", "Delete a")]
    [InlineData("delete a noreply", "Delete a noreply")]
    [InlineData("delete a 0 noreply", "Delete a noreply")]
    [InlineData("delete noreply", "Delete noreply")]
    [InlineData("flush_all", "FlushAll")]
    [InlineData("flush_all noreply", "FlushAll noreply")]
    [InlineData("flush_all 10 noreply", "FlushAll noreply")]
    [InlineData("flush_all 10 something", "FlushAll")]
    [InlineData("verbosity 1", "Verbosity")]
    [InlineData("verbosity 1 noreply", "Verbosity noreply")]
    [InlineData("verbosity 1 something", "Verbosity")]
    [InlineData("version x y", "Version")]
    [InlineData("quit noreply", "Quit")]
    [InlineData("stats items", "Stats")]
    [InlineData("config get cluster", "Config")]
    [InlineData("lru_crawler metadump all", "NodeOnly")]
    [InlineData("shutdown", "NodeOnly")]
    [InlineData("watch", "NodeOnly")]
    [InlineData("slabs reassign 1 2", "NodeOnly")]
    public void Classic(string line, string expected) => Assert.Equal(expected, Lines.Describe(line));

    [Theory]
    [InlineData("mg a", "MetaGet a")]
    [InlineData("mg a k v t s f c h l u q O1 N0 T0 R0 F0 C0 I", "MetaGet a quiet")]
    [InlineData("mg QUE= b k v", "MetaGet QUE= base64")]
    [InlineData("mg a E1 x", "MetaGet a")]
    [InlineData("ms a 2", "MetaSet a data=2")]
    [InlineData("ms a 2 T0 MA q", "MetaSet a data=2 quiet")]
    [InlineData("ms QUE= 2 b", "MetaSet QUE= data=2 base64")]
    [InlineData("md a q", "MetaDelete a quiet")]
    [InlineData("ma a N0 J13 D2 M+", "MetaArithmetic a")]
    [InlineData("me a", "MetaDebug a")]
    [InlineData("me a whatever q", "MetaDebug a")]
    [InlineData("me QUE= b", "MetaDebug QUE= base64")]
    [InlineData("mn", "MetaNoOp")]
    [InlineData("mn x y", "MetaNoOp")]
    public void Meta(string line, string expected) => Assert.Equal(expected, Lines.Describe(line));

    [Fact]
    public void The_text_is_what_a_node_of_any_age_reads_alike()
    {
        var line = MemcachedLine.Parse("  set a 0 0 5\0junk"u8);
        Assert.Equal("set a 0 0 5", Lines.Text(line.Text));
        Assert.Equal("a", Lines.Text(line.Key));
    }

    [Fact]
    public void The_plain_path_allocates_nothing()
    {
        var base64 = Lines.Bytes("ms QUE= 2 b q T0 O123");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0L;
        for (var i = 0; i < 100; i++)
        {
            var get = MemcachedLine.Parse("get a b c"u8);
            foreach (var key in get.GetKeys()) sum += get.Text[key].Length;
            sum += MemcachedLine.Parse("set a 0 0 5 noreply"u8).DataBytes + MemcachedLine.Parse(base64).DataBytes + MemcachedLine.Parse("delete a 5"u8).Key.Length;
            MemcachedFrames.Read(ReplyShape.Values, "VALUE a 0 5\r\nabcde\r\n"u8, 2048, out var length, out _);
            sum += length;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(3000, sum);
    }
}
