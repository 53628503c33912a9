using System.Text;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class BinaryRequestTests
{
    [Fact]
    public void Config_get_is_read()
    {
        var header = Convert.FromHexString("8060" + "0007" + "00" + "00" + "0000" + "00000007" + "DEADBEEF" + "0000000000000000");
        Assert.True(BinaryRequest.TryRead(header, out var opcode, out var key, out var extras, out var body, out var opaque));
        Assert.Equal((BinaryRequest.ConfigGet, 7, 0, 7L, 0xDEADBEEF), (opcode, key, extras, body, opaque));
    }

    [Fact]
    public void A_set_is_read()
    {
        var header = Convert.FromHexString("8001" + "0003" + "08" + "00" + "0000" + "FFFFFFFF" + "00000001" + "0000000000000000");
        Assert.True(BinaryRequest.TryRead(header, out var opcode, out var key, out var extras, out var body, out _));
        Assert.Equal((1, 3, 8, (long)uint.MaxValue), (opcode, key, extras, body));
    }

    [Theory]
    [InlineData("816000070000000000000007DEADBEEF0000000000000000")]
    [InlineData("806000070000000000000007DEADBEEF00000000000000")]
    [InlineData("806000070100000000000007DEADBEEF0000000000000000")]
    [InlineData("")]
    public void No_sound_header(string hex) => Assert.False(BinaryRequest.TryRead(Convert.FromHexString(hex), out _, out _, out _, out _, out _));

    [Fact]
    public void Config_is_answered_with_flags_and_the_payload() =>
        Assert.Equal("8160" + "0000" + "04" + "00" + "0000" + "00000008" + "DEADBEEF" + "0000000000000000" + "00000000" + Convert.ToHexString("1\n\n!"u8),
            Convert.ToHexString(BinaryRequest.ConfigReply(0xDEADBEEF, [.. "1\n\n!"u8])));

    [Fact]
    public void The_rest_is_refused_in_words()
    {
        const string Words = "mainstay: the binary protocol is not served here, except config get; use the text or meta protocol";
        var reply = BinaryRequest.Refusal(0x01, 5);
        Assert.Equal("8101" + "0000" + "00" + "00" + "0081" + Words.Length.ToString("X8", null) + "00000005" + "0000000000000000", Convert.ToHexString(reply.AsSpan(0, BinaryRequest.HeaderBytes)));
        Assert.Equal(Words, Encoding.ASCII.GetString(reply.AsSpan(BinaryRequest.HeaderBytes)));
    }
}
