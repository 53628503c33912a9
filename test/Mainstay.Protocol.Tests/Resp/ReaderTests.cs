using Mainstay.Protocol.Resp;

namespace Mainstay.Protocol.Tests.Resp;

public sealed class ReaderTests
{
    [Fact]
    public void Values_are_read()
    {
        var value = RespReader.Read("*5\r\n$3\r\nfoo\r\n:-7\r\n$-1\r\n-READONLY no\r\n%1\r\n+k\r\n=5\r\ntxt:v\r\n"u8);
        Assert.Equal(RespType.Array, value.Type);
        Assert.Equal("foo", value.Items[0].Text);
        Assert.Equal(-7, value.Items[1].Number);
        Assert.True(value.Items[2].IsNull);
        Assert.Equal("READONLY", value.Items[3].ErrorCode);
        Assert.Equal("v", value.Items[4].Find("k")?.Text);
        Assert.Null(value.Items[4].Find("absent"));
    }

    [Fact]
    public void Attributes_are_left_out() =>
        Assert.Equal(5, RespReader.Read("|1\r\n+ttl\r\n:3600\r\n:5\r\n"u8).Number);

    [Theory]
    [InlineData("*1000000000\r\n:1\r\n")]
    [InlineData("$5\r\nab\r\n")]
    [InlineData("+OK\r\n+OK\r\n")]
    [InlineData(":x\r\n")]
    [InlineData("")]
    public void What_is_no_single_reply_is_refused(string frame) =>
        Assert.Throws<RespProtocolException>(() => RespReader.Read(System.Text.Encoding.Latin1.GetBytes(frame)));

    [Fact]
    public void A_reader_collects_pieces()
    {
        var reader = new RespReplyReader();
        reader.Append("$10\r\n01234"u8);
        Assert.False(reader.TryRead(out _));
        reader.Append("56789\r\n+OK\r\n"u8);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal("0123456789", first.Text);
        Assert.True(reader.TryRead(out var second));
        Assert.Equal("OK", second.Text);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void A_reader_refuses_what_it_may_not_keep()
    {
        var reader = new RespReplyReader(maxFrameBytes: 1000);
        reader.Append("$100000\r\n"u8);
        Assert.False(reader.TryRead(out _));
        reader.Append(new byte[2000]);
        Assert.Equal(RespFault.FrameTooLong, Assert.Throws<RespProtocolException>(() => reader.TryRead(out _)).Fault);
    }

    [Fact]
    public void Written_commands_are_walked()
    {
        var request = new RespRequest(RespWriter.Command("SET", "key", ""));
        Assert.Equal(3, request.Count);
        Assert.True(request.TryNext(out var name) && name.SequenceEqual("SET"u8));
        Assert.True(request.TryNext(out var key) && key.SequenceEqual("key"u8));
        Assert.True(request.TryNext(out var value) && value.IsEmpty);
        Assert.False(request.TryNext(out _));
    }

    [Theory]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n", 2, 3, "SET|k")]
    [InlineData("*1\r\n$4\r\nPING\r\n", 2, 1, "PING")]
    [InlineData("*2\r\n$3\r\nGET\r\n$100\r\nk", 2, 2, "GET")]
    [InlineData("*2\r\n$3\r\nGET\r\n:1\r\n", 2, 2, "GET")]
    [InlineData("*x\r\n$3\r\nGET\r\n", 2, 0, "")]
    [InlineData("GET k\r\n", 2, 0, "")]
    [InlineData("", 2, 0, "")]
    public void The_first_arguments_are_located(string frame, int room, int announced, string expected)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(frame);
        var ranges = new (int Start, int Length)[room];
        var found = RespRequest.Locate(bytes, ranges, out var count);
        Assert.Equal(announced, count);
        Assert.Equal(expected, string.Join('|', ranges[..found].Select(range => frame.Substring(range.Start, range.Length))));
    }
}
