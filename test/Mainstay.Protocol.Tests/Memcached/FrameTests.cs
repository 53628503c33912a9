using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class FrameTests
{
    [Theory]
    [InlineData(ReplyShape.Line, "STORED\r\n")]
    [InlineData(ReplyShape.Line, "VERSION 1.6.18\r\n")]
    [InlineData(ReplyShape.Line, "CLIENT_ERROR bad data chunk\r\n")]
    [InlineData(ReplyShape.Values, "END\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 5\r\nab\r\nc\r\n~VALUE b 1 0 77\r\n\r\n~END\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 5\r\nEND\r\n\r\n~SERVER_ERROR out of memory writing get response\r\n")]
    [InlineData(ReplyShape.Values, "ERROR\r\n")]
    [InlineData(ReplyShape.Meta, "HD\r\n")]
    [InlineData(ReplyShape.Meta, "HD ka O1\r\n")]
    [InlineData(ReplyShape.Meta, "VA 5 ka t-1\r\nEN\r\nx\r\n")]
    [InlineData(ReplyShape.Meta, "VA 0\r\n\r\n")]
    [InlineData(ReplyShape.Meta, "EN\r\n")]
    [InlineData(ReplyShape.Meta, "MN\r\n")]
    [InlineData(ReplyShape.Meta, "ME a exp=-1 la=0 cas=14 fetch=yes cls=1 size=63\r\n")]
    [InlineData(ReplyShape.Meta, "CLIENT_ERROR invalid flag\r\n")]
    [InlineData(ReplyShape.Lines, "STAT pid 1\r\n~STAT version 1.6.18\r\n~END\r\n")]
    [InlineData(ReplyShape.Lines, "ITEM a [5 b; 0 s]\r\n~PREFIX a get 1\r\n~END\r\n")]
    [InlineData(ReplyShape.Lines, "RESET\r\n")]
    [InlineData(ReplyShape.Lines, "OK\r\n")]
    [InlineData(ReplyShape.Lines, "ERROR\r\n")]
    [InlineData(ReplyShape.Lines, "CLIENT_ERROR usage: stats detail on|off|dump\r\n")]
    [InlineData(ReplyShape.Lines, "CONFIG cluster 0 15\r\n1\na|10.0.0.1|1\n\r\n~END\r\n")]
    public void A_reply_is_read_frame_by_frame(ReplyShape shape, string reply)
    {
        var expected = reply.Split('~');
        Assert.Equal(expected, FrameStream.Read(shape, Lines.Bytes(string.Concat(expected)), out var isOver));
        Assert.True(isOver);
    }

    [Theory]
    [InlineData("VALUE a 0 5\r\nab", 20)]
    [InlineData("VALUE a 0 5\r\n", 20)]
    [InlineData("VALUE a 0 5\r", 0)]
    [InlineData("VALUE a 0 2147483645\r\n", 2147483669)]
    [InlineData("", 0)]
    public void What_is_missing_is_told(string start, long needed)
    {
        Assert.Equal(FrameRead.Incomplete, MemcachedFrames.Read(ReplyShape.Values, Lines.Bytes(start), 2048, out var length, out var isLast));
        Assert.Equal(needed, length);
        Assert.False(isLast);
    }

    [Theory]
    [InlineData(ReplyShape.Line, "\n")]
    [InlineData(ReplyShape.Line, "\r\n")]
    [InlineData(ReplyShape.Line, "STORED\n")]
    [InlineData(ReplyShape.Values, "STORED\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 -1\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 x\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 2147483646\r\n")]
    [InlineData(ReplyShape.Values, "VALUE a 0 1\r\nabc")]
    [InlineData(ReplyShape.Values, "ENDING\r\n")]
    [InlineData(ReplyShape.Meta, "VA\r\n")]
    [InlineData(ReplyShape.Meta, "VA x\r\n")]
    [InlineData(ReplyShape.Meta, "STORED\r\n")]
    [InlineData(ReplyShape.Meta, "VALUE a 0 1\r\na\r\n")]
    [InlineData(ReplyShape.Lines, "CONFIG cluster 0 x\r\n")]
    public void What_no_server_sends_is_refused(ReplyShape shape, string bytes)
    {
        Assert.Equal(FrameRead.Faulted, MemcachedFrames.Read(shape, Lines.Bytes(bytes), 2048, out var length, out var isLast));
        Assert.Equal((0, false), (length, isLast));
    }

    [Fact]
    public void A_line_may_be_as_long_as_allowed()
    {
        Assert.Equal(FrameRead.Frame, MemcachedFrames.Read(ReplyShape.Line, "0123456789\r\n"u8, 10, out var length, out _));
        Assert.Equal(12, length);
        Assert.Equal(FrameRead.Incomplete, MemcachedFrames.Read(ReplyShape.Line, "0123456789\r"u8, 10, out _, out _));
        Assert.Equal(FrameRead.Faulted, MemcachedFrames.Read(ReplyShape.Line, "01234567890\r\n"u8, 10, out _, out _));
        Assert.Equal(FrameRead.Faulted, MemcachedFrames.Read(ReplyShape.Line, "01234567890a"u8, 10, out _, out _));
    }

    [Fact]
    public void What_a_frame_is()
    {
        Assert.True(MemcachedFrames.IsEnd("END\r\n"u8));
        Assert.False(MemcachedFrames.IsEnd("END\n"u8));
        foreach (var error in new[] { "ERROR\r\n", "ERROR: shutdown not enabled\r\n", "CLIENT_ERROR x\r\n", "SERVER_ERROR x\r\n" }) Assert.True(MemcachedFrames.IsError(Lines.Bytes(error)));
        foreach (var other in new[] { "ERRORS\r\n", "END\r\n", "VALUE ERROR 0 0\r\n\r\n", "" }) Assert.False(MemcachedFrames.IsError(Lines.Bytes(other)));
        var frame = "VALUE key:1 0 5 12\r\nabcde\r\n"u8;
        Assert.Equal("key:1", Lines.Text(frame[MemcachedFrames.ValueKey(frame)]));
        Assert.Equal(default, MemcachedFrames.ValueKey("END\r\n"u8));
        Assert.Equal(default, MemcachedFrames.ValueKey("VALUE "u8));
    }

    [Theory]
    [InlineData(MemcachedVerb.Gats, ReplyShape.Values)]
    [InlineData(MemcachedVerb.Set, ReplyShape.Line)]
    [InlineData(MemcachedVerb.Incr, ReplyShape.Line)]
    [InlineData(MemcachedVerb.Unknown, ReplyShape.Line)]
    [InlineData(MemcachedVerb.MetaNoOp, ReplyShape.Meta)]
    [InlineData(MemcachedVerb.MetaDebug, ReplyShape.Meta)]
    [InlineData(MemcachedVerb.Stats, ReplyShape.Lines)]
    [InlineData(MemcachedVerb.Config, ReplyShape.Lines)]
    public void Each_verb_has_its_shape(MemcachedVerb verb, ReplyShape shape) => Assert.Equal(shape, ReplyShapes.Of(verb));
}
