using System.Text;
using CsCheck;
using Mainstay.Protocol.Resp;

namespace Mainstay.Protocol.Tests.Resp;

public sealed class RequestScannerTests
{
    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r\n", 1)]
    [InlineData("*2\r\n$3\r\nGET\r\n$0\r\n\r\n", 2)]
    [InlineData("PING\r\n", 0)]
    [InlineData("PING\n", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("\n", 0)]
    [InlineData("*0\r\n", 0)]
    [InlineData("*-1\r\n", 0)]
    public void A_whole_request_is_found(string text, int arguments)
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
        Assert.Equal(RespScan.Complete, scanner.Scan(Bytes(text + "more"), out var consumed));
        Assert.Equal(text.Length, consumed);
        Assert.Equal(arguments, scanner.AnnouncedArguments);
        Assert.False(scanner.InFrame);
    }

    [Theory]
    [InlineData("*x\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*10000000\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*99999999999999999999999\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*+1\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*01\r\n", RespFault.InvalidMultibulkLength)]
    [InlineData("*1\n", RespFault.None)]
    [InlineData("*1\rx", RespFault.MissingLineEnd)]
    [InlineData("*1\r\n:1\r\n", RespFault.ExpectedBulk)]
    [InlineData("*1\r\n$-1\r\n", RespFault.InvalidBulkLength)]
    [InlineData("*1\r\n$1073741824\r\n", RespFault.InvalidBulkLength)]
    [InlineData("*1\r\n$-0\r\n", RespFault.InvalidBulkLength)]
    [InlineData("*1\r\n$1\r\nabc", RespFault.MissingLineEnd)]
    public void A_broken_request_is_named(string text, RespFault fault)
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
        Assert.Equal(fault == RespFault.None ? RespScan.Incomplete : RespScan.Faulted, scanner.Scan(Bytes(text), out _));
        Assert.Equal(fault, scanner.Fault);
        if (fault != RespFault.None) Assert.Equal(RespScan.Faulted, scanner.Scan("PING\r\n"u8, out _));
    }

    [Theory]
    [InlineData("", RespFault.InlineTooLong)]
    [InlineData("*", RespFault.MultibulkLineTooLong)]
    [InlineData("*1\r\n$", RespFault.BulkLineTooLong)]
    public void A_line_that_does_not_end_is_refused(string prefix, RespFault fault)
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
        scanner.Scan(Bytes(prefix), out _);
        var line = Bytes(new string('1', 40_000));
        Assert.Equal(RespScan.Incomplete, scanner.Scan(line, out _));
        Assert.Equal(RespScan.Faulted, scanner.Scan(line, out _));
        Assert.Equal(fault, scanner.Fault);
    }

    [Fact]
    public void An_inline_request_may_be_as_long_as_allowed()
    {
        var scanner = new RespRequestScanner(new RespLimits { MaxInlineBytes = 10 });
        Assert.Equal(RespScan.Complete, scanner.Scan("0123456789\r\n"u8, out var consumed));
        Assert.Equal(12, consumed);
        Assert.Equal(RespScan.Faulted, scanner.Scan("0123456789ab\r\n"u8, out _));
    }

    [Fact]
    public void An_announced_gigabyte_costs_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scanner = new RespRequestScanner(new RespLimits { MaxBulkBytes = 4L << 30 });
        Assert.Equal(RespScan.Incomplete, scanner.Scan("*1048576\r\n$1073741824\r\nabc"u8, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void Any_split_gives_the_same_frames() => Gen.Select(Gen.Byte.Array[0, 20].Array[1, 5].Array[1, 6], Gen.Int[1, 7]).Sample((requests, step) =>
    {
        var stream = new List<byte>();
        var ends = new List<int>();
        foreach (var request in requests)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            RespWriter.WriteCommand(output, request);
            stream.AddRange(output.WrittenSpan);
            ends.Add(stream.Count);
        }

        Assert.Equal(ends, Split(stream.ToArray(), step));
    });

    [Fact]
    public void Garbage_is_never_read_past_and_always_ends() => Gen.Select(Gen.OneOf(Gen.Byte, Gen.OneOf("*$\r\n0123-"u8.ToArray())).Array[0, 200], Gen.Int[1, 9]).Sample((garbage, step) =>
    {
        var whole = Split(garbage, garbage.Length + 1);
        Assert.Equal(whole, Split(garbage, step));
    });

    private static List<int> Split(byte[] stream, int step)
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
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
