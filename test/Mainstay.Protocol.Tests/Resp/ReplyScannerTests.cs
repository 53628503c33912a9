using System.Text;
using CsCheck;
using Mainstay.Protocol.Resp;

namespace Mainstay.Protocol.Tests.Resp;

public sealed class ReplyScannerTests
{
    [Theory]
    [InlineData("+OK\r\n", RespType.SimpleString)]
    [InlineData("+\r\n", RespType.SimpleString)]
    [InlineData("-ERR no\r\n", RespType.Error)]
    [InlineData(":-12\r\n", RespType.Integer)]
    [InlineData(":9223372036854775807\r\n", RespType.Integer)]
    [InlineData("$-1\r\n", RespType.Bulk)]
    [InlineData("$0\r\n\r\n", RespType.Bulk)]
    [InlineData("$4\r\na\r\nb\r\n", RespType.Bulk)]
    [InlineData("*-1\r\n", RespType.Array)]
    [InlineData("*0\r\n", RespType.Array)]
    [InlineData("*2\r\n*1\r\n:1\r\n*0\r\n", RespType.Array)]
    [InlineData("_\r\n", RespType.Null)]
    [InlineData("#t\r\n", RespType.Boolean)]
    [InlineData(",inf\r\n", RespType.Double)]
    [InlineData("(3492890328409238509324850943850943825024385\r\n", RespType.BigNumber)]
    [InlineData("!5\r\nERR x\r\n", RespType.BulkError)]
    [InlineData("=7\r\ntxt:abc\r\n", RespType.Verbatim)]
    [InlineData("%1\r\n+a\r\n*1\r\n+b\r\n", RespType.Map)]
    [InlineData("~2\r\n:1\r\n:2\r\n", RespType.Set)]
    [InlineData(">2\r\n+invalidate\r\n_\r\n", RespType.Push)]
    [InlineData("|1\r\n+ttl\r\n:3\r\n$1\r\nx\r\n", RespType.Bulk)]
    [InlineData("|1\r\n+ttl\r\n:3\r\n*2\r\n:1\r\n:2\r\n", RespType.Array)]
    [InlineData("*1\r\n|1\r\n+ttl\r\n:3\r\n:7\r\n", RespType.Array)]
    public void A_whole_reply_is_found(string text, RespType type)
    {
        var scanner = new RespReplyScanner(RespLimits.Default);
        Assert.Equal(RespScan.Complete, scanner.Scan(Bytes(text + "+x"), out var consumed));
        Assert.Equal(text.Length, consumed);
        Assert.Equal(type, scanner.Type);
        Assert.False(scanner.InFrame);
        RespReader.Read(Bytes(text));
    }

    [Theory]
    [InlineData("x", RespFault.UnknownType)]
    [InlineData("$5x\r\n", RespFault.InvalidBulkLength)]
    [InlineData("$-2\r\n", RespFault.InvalidBulkLength)]
    [InlineData("$1073741824\r\n", RespFault.InvalidBulkLength)]
    [InlineData("$?\r\n", RespFault.Streamed)]
    [InlineData("*?\r\n", RespFault.Streamed)]
    [InlineData("*-2\r\n", RespFault.InvalidAggregateLength)]
    [InlineData("%-1\r\n", RespFault.InvalidAggregateLength)]
    [InlineData("*4294967296\r\n", RespFault.InvalidAggregateLength)]
    [InlineData("_x\r\n", RespFault.InvalidScalar)]
    [InlineData("#y\r\n", RespFault.InvalidScalar)]
    [InlineData(":\r\n", RespFault.InvalidScalar)]
    [InlineData("+a\nb\r\n", RespFault.MissingLineEnd)]
    [InlineData("$1\r\nabc", RespFault.MissingLineEnd)]
    public void A_broken_reply_is_named(string text, RespFault fault)
    {
        var scanner = new RespReplyScanner(RespLimits.Default);
        Assert.Equal(RespScan.Faulted, scanner.Scan(Bytes(text), out _));
        Assert.Equal(fault, scanner.Fault);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var scanner = new RespReplyScanner(new RespLimits { MaxDepth = 3 });
        Assert.Equal(RespScan.Complete, scanner.Scan("*1\r\n*1\r\n*1\r\n:1\r\n"u8, out _));
        Assert.Equal(RespScan.Faulted, scanner.Scan("*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"u8, out _));
        Assert.Equal(RespFault.TooDeep, scanner.Fault);
    }

    [Fact]
    public void A_line_that_does_not_end_is_refused()
    {
        var scanner = new RespReplyScanner(new RespLimits { MaxLineBytes = 8 });
        Assert.Equal(RespScan.Faulted, scanner.Scan("+123456789"u8, out _));
        Assert.Equal(RespFault.LineTooLong, scanner.Fault);
    }

    [Fact]
    public void Any_split_gives_the_same_frames_and_every_frame_can_be_read() => Gen.Select(ReplyGen.Reply.Array[1, 6], Gen.Int[1, 7]).Sample((replies, step) =>
    {
        var ends = new List<int>();
        var at = 0;
        foreach (var reply in replies) ends.Add(at += reply.Length);
        var stream = Bytes(string.Concat(replies));
        Assert.Equal(ends, Split(stream, step));
        var reader = new RespReplyReader();
        reader.Append(stream);
        for (var i = 0; i < replies.Length; i++) Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
    });

    [Fact]
    public void Garbage_is_never_read_past_and_what_scans_can_be_read() => Gen.Select(Gen.OneOf(Gen.Byte, Gen.OneOf("*$%~>|+-:_#,(!=\r\n0123?"u8.ToArray())).Array[0, 200], Gen.Int[1, 9]).Sample((garbage, step) =>
        Assert.Equal(Split(garbage, garbage.Length + 1), Split(garbage, step)));

    private static List<int> Split(byte[] stream, int step)
    {
        var scanner = new RespReplyScanner(RespLimits.Default);
        var ends = new List<int>();
        for (var at = 0; at < stream.Length;)
        {
            var piece = stream.AsSpan(at, Math.Min(step, stream.Length - at));
            var scan = scanner.Scan(piece, out var consumed);
            Assert.InRange(consumed, 0, piece.Length);
            at += consumed;
            if (scan == RespScan.Faulted)
            {
                ends.Add(-(int)scanner.Fault);
                return ends;
            }

            if (scan == RespScan.Complete) ends.Add(at);
            else Assert.Equal(piece.Length, consumed);
        }

        return ends;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
