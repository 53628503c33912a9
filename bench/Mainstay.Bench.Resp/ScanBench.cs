using BenchmarkDotNet.Attributes;
using Mainstay.Protocol.Resp;

namespace Mainstay.Bench.Resp;

/// <summary>What it costs to find the ends of requests and replies that came whole, sixteen in a row; figures are for one of them.</summary>
public class ScanBench
{
    private const int Pipelined = 16;

    private readonly RespRequestScanner _requests = new(RespLimits.Default);
    private readonly RespReplyScanner _replies = new(RespLimits.Default);
    private byte[] _get = [];
    private byte[] _set = [];
    private byte[] _value = [];
    private byte[] _values = [];
    private byte[] _ok = [];

    /// <summary>Bytes of a value.</summary>
    [Params(64, 4096)]
    public int ValueBytes { get; set; }

    /// <summary>Writes what is scanned.</summary>
    [GlobalSetup]
    public void Write()
    {
        var value = new string('v', ValueBytes);
        _get = Repeat(RespWriter.Command("GET", "session:12345678"));
        _set = Repeat(RespWriter.Command("SET", "session:12345678", value));
        _value = Repeat(System.Text.Encoding.ASCII.GetBytes($"${ValueBytes}\r\n{value}\r\n"));
        _values = Repeat(System.Text.Encoding.ASCII.GetBytes("*10\r\n" + string.Concat(Enumerable.Repeat($"${ValueBytes}\r\n{value}\r\n", 10))));
        _ok = Repeat("+OK\r\n"u8.ToArray());
    }

    /// <summary>GET of a key of 16 bytes.</summary>
    [Benchmark(OperationsPerInvoke = Pipelined)]
    public int GetRequest() => Requests(_get);

    /// <summary>SET of a key of 16 bytes.</summary>
    [Benchmark(OperationsPerInvoke = Pipelined)]
    public int SetRequest() => Requests(_set);

    /// <summary>A bulk string, as GET is answered.</summary>
    [Benchmark(OperationsPerInvoke = Pipelined)]
    public int ValueReply() => Replies(_value);

    /// <summary>An array of ten bulk strings, as MGET is answered.</summary>
    [Benchmark(OperationsPerInvoke = Pipelined)]
    public int TenValuesReply() => Replies(_values);

    /// <summary>OK, as SET is answered.</summary>
    [Benchmark(OperationsPerInvoke = Pipelined)]
    public int OkReply() => Replies(_ok);

    private int Requests(ReadOnlySpan<byte> stream)
    {
        var frames = 0;
        for (; !stream.IsEmpty; frames++)
        {
            if (_requests.Scan(stream, out var consumed) != RespScan.Complete) throw new InvalidOperationException("the requests are whole");
            stream = stream[consumed..];
        }

        return frames;
    }

    private int Replies(ReadOnlySpan<byte> stream)
    {
        var frames = 0;
        for (; !stream.IsEmpty; frames++)
        {
            if (_replies.Scan(stream, out var consumed) != RespScan.Complete) throw new InvalidOperationException("the replies are whole");
            stream = stream[consumed..];
        }

        return frames;
    }

    private static byte[] Repeat(byte[] frame) => [.. Enumerable.Repeat(frame, Pipelined).SelectMany(bytes => bytes)];
}
