using CsCheck;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class KeyRewriteTests
{
    [Theory]
    [InlineData("get a", "get longer")]
    [InlineData("gat 10  a", "gat 10  longer")]
    [InlineData("set a 0 0 5 noreply", "set longer 0 0 5 noreply")]
    [InlineData("delete delete", "delete longer")]
    [InlineData("mg a k v", "mg longer k v")]
    [InlineData("mg QUE= b k v", "mg bG9uZ2Vy b k v")]
    [InlineData("ms QQ== 2 k b", "ms bG9uZ2Vy 2 k b")]
    [InlineData("version", "version")]
    public void A_request_gets_another_key(string line, string expected)
    {
        var target = new byte[100];
        var written = KeyRewrite.Request(MemcachedLine.Parse(Lines.Bytes(line)), "longer"u8, target);
        Assert.Equal(expected, Lines.Text(target.AsSpan(0, written)));
    }

    [Theory]
    [InlineData(ReplyShape.Values, "VALUE other 0 7 9\r\nother k\r\n", "VALUE a 0 7 9\r\nother k\r\n")]
    [InlineData(ReplyShape.Values, "END\r\n", "END\r\n")]
    [InlineData(ReplyShape.Meta, "VA 6 kother t-1\r\nkother\r\n", "VA 6 ka t-1\r\nkother\r\n")]
    [InlineData(ReplyShape.Meta, "VA 6 t-1\r\n kothe\r\n", "VA 6 t-1\r\n kothe\r\n")]
    [InlineData(ReplyShape.Meta, "HD O1 kother b c5\r\n", "HD O1 ka b c5\r\n")]
    [InlineData(ReplyShape.Meta, "EN kother\r\n", "EN ka\r\n")]
    [InlineData(ReplyShape.Meta, "NF\r\n", "NF\r\n")]
    [InlineData(ReplyShape.Meta, "ME other exp=-1\r\n", "ME a exp=-1\r\n")]
    [InlineData(ReplyShape.Meta, "CLIENT_ERROR kein key\r\n", "CLIENT_ERROR kein key\r\n")]
    [InlineData(ReplyShape.Line, "VALUE other\r\n", "VALUE other\r\n")]
    public void A_reply_gets_its_key_back(ReplyShape shape, string frame, string expected)
    {
        var target = new byte[100];
        Assert.Equal(expected, Lines.Text(target.AsSpan(0, KeyRewrite.Reply(shape, Lines.Bytes(frame), "a"u8, target))));
    }

    [Theory]
    [InlineData("VA 1 kYmlu b t-1\r\nx\r\n", false, "VA 1 ka t-1\r\nx\r\n")]
    [InlineData("VA 1 kYmlu b\r\nx\r\n", true, "VA 1 ka b\r\nx\r\n")]
    [InlineData("HD kbin\r\n", true, "HD ka b\r\n")]
    [InlineData("HD kbin\r\n", false, "HD ka\r\n")]
    [InlineData("HD kbin bb\r\n", false, "HD ka bb\r\n")]
    [InlineData("HD t-1\r\n", true, "HD t-1\r\n")]
    public void The_flag_for_base64_is_made_to_fit(string frame, bool isBase64, string expected)
    {
        var target = new byte[100];
        Assert.Equal(expected, Lines.Text(target.AsSpan(0, KeyRewrite.Reply(ReplyShape.Meta, Lines.Bytes(frame), "a"u8, isBase64, target))));
    }

    [Fact]
    public void There_and_back_is_where_it_began() => Gen.Select(MemcachedGen.Line, Gen.Char['!', '~'].Array[1, 100]).Sample((bytes, letters) =>
    {
        var line = MemcachedLine.Parse(bytes);
        if (line.Fault is not null || line.KeyRange.Equals(default)) return;
        var key = Lines.Bytes(new string(letters));
        var target = new byte[1000 + (2 * bytes.Length)];
        var there = target[..KeyRewrite.Request(line, key, target)];
        var other = MemcachedLine.Parse(there);
        var otherKey = new byte[MemcachedKeys.Longest];
        var count = other.Key.Length;
        if (other.IsKeyBase64) Assert.True(MemcachedKeys.TryDecode(other.Key, otherKey, out count));
        else other.Key.CopyTo(otherKey);
        Assert.Equal(key, otherKey[..count]);
        Assert.Equal((line.Verb, line.DataBytes, line.IsQuiet, line.NoReply, line.HasMoreKeys), (other.Verb, other.DataBytes, other.IsQuiet, other.NoReply, other.HasMoreKeys));

        if (line.IsKeyBase64) return;
        Assert.Equal(Lines.Text(line.Text), Lines.Text(target.AsSpan(0, KeyRewrite.Request(other, line.Key, target))));
    });
}
