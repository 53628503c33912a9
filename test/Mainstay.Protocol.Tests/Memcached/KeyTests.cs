using CsCheck;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class KeyTests
{
    [Theory]
    [InlineData("QUE=", "AA")]
    [InlineData("QQ==", "A")]
    [InlineData("Ymlu", "bin")]
    [InlineData("Y-m.l u", "bin")]
    [InlineData("QQ==Ymlu", "A")]
    [InlineData("/+8=", "\u00ff\u00ef")]
    public void What_decodes(string base64, string expected)
    {
        Span<byte> target = stackalloc byte[MemcachedKeys.Longest];
        Assert.True(MemcachedKeys.TryDecode(Lines.Bytes(base64), target, out var count));
        Assert.Equal(expected, Lines.Text(target[..count]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Q")]
    [InlineData("QQ")]
    [InlineData("QQ=")]
    [InlineData("A===")]
    [InlineData("====")]
    [InlineData("----")]
    public void What_does_not(string base64)
    {
        Assert.False(MemcachedKeys.TryDecode(Lines.Bytes(base64), stackalloc byte[MemcachedKeys.Longest], out var count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_target_that_is_too_short_is_left_alone() => Assert.False(MemcachedKeys.TryDecode("Ymlu"u8, stackalloc byte[2], out _));

    [Fact]
    public void What_was_encoded_is_decoded() => Gen.Byte.Array[1, 187].Sample(key =>
    {
        var target = new byte[MemcachedKeys.Longest];
        return MemcachedKeys.TryDecode(Lines.Bytes(Convert.ToBase64String(key)), target, out var count) && target.AsSpan(0, count).SequenceEqual(key);
    });
}
