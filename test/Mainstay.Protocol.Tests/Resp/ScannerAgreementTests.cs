using CsCheck;
using Mainstay.Protocol.Resp;

namespace Mainstay.Protocol.Tests.Resp;

/// <summary>
/// What lies in the bytes as a whole takes a short way through the scanners; bytes that come one at a time never do. Both ways must find
/// the same frames and the same faults.
/// </summary>
public sealed class ScannerAgreementTests
{
    /// <summary>So small that what is generated reaches them.</summary>
    private static readonly Gen<RespLimits> _limits = Gen.OneOf(
        RespLimits.Default,
        new RespLimits { MaxBulkBytes = 20, MaxRequestArguments = 3, MaxReplyElements = 4, MaxDepth = 2, MaxLineBytes = 6, MaxInlineBytes = 6 },
        new RespLimits { MaxBulkBytes = 2000, MaxDepth = 1, MaxLineBytes = 1, MaxInlineBytes = 1 });

    private static readonly Gen<int[]> _cuts = Gen.OneOf(Gen.Const<int[]>([1 << 20]), Gen.Int[1, 40].Array[1, 8], Gen.Int[1, 3].Array[1, 4]);

    [Fact]
    public void Requests_are_the_same_whole_in_pieces_and_byte_by_byte() => Gen.Select(RequestGen.Mutated(RequestGen.Request), _limits, _cuts).Sample((stream, limits, cuts) =>
        Assert.Equal(Requests(stream, limits, [1]), Requests(stream, limits, cuts)), iter: 20_000);

    [Fact]
    public void Replies_are_the_same_whole_in_pieces_and_byte_by_byte() => Gen.Select(RequestGen.Mutated(ReplyGen.Reply), _limits, _cuts).Sample((stream, limits, cuts) =>
        Assert.Equal(Replies(stream, limits, [1]), Replies(stream, limits, cuts)), iter: 20_000);

    [Fact]
    public void Lines_at_their_bound_are_judged_alike() => Gen.Select(Gen.OneOf("+-:$*,(_#%".ToCharArray()), Gen.Int[0, 9], Gen.OneOf("\r\n", "\n", "\r", "\rx", "1"), _cuts).Sample((type, length, end, cuts) =>
    {
        var stream = System.Text.Encoding.Latin1.GetBytes(type + new string('1', length) + end + "+OK\r\n");
        var limits = new RespLimits { MaxLineBytes = 6, MaxInlineBytes = 6, MaxBulkBytes = 20 };
        Assert.Equal(Replies(stream, limits, [1]), Replies(stream, limits, cuts));
        Assert.Equal(Requests(stream, limits, [1]), Requests(stream, limits, cuts));
    });

    [Fact]
    public void Whole_frames_cost_no_memory()
    {
        var requests = new RespRequestScanner(RespLimits.Default);
        var replies = new RespReplyScanner(RespLimits.Default);
        Scan();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Scan();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Scan()
        {
            requests.Scan("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"u8, out _);
            replies.Scan("*3\r\n$1\r\nv\r\n*1\r\n:1\r\n$-1\r\n"u8, out _);
        }
    }

    [Fact]
    public void An_idle_connection_costs_little()
    {
        var limits = new RespLimits { MaxDepth = 1024 };
        _ = new RespReplyScanner(limits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scanner = new RespReplyScanner(limits);
        scanner.Scan("$1\r\nv\r\n+OK\r\n"u8, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 160);
        Assert.False(scanner.InFrame);
    }

    private static List<string> Requests(byte[] stream, RespLimits limits, int[] cuts)
    {
        var scanner = new RespRequestScanner(limits);
        return Found(stream, cuts, (byte[] piece, out int consumed) =>
        {
            var scan = scanner.Scan(piece, out consumed);
            return (scan, $"{scanner.Fault} {scanner.IsInline} {scanner.AnnouncedArguments} {scanner.InFrame}");
        });
    }

    private static List<string> Replies(byte[] stream, RespLimits limits, int[] cuts)
    {
        var scanner = new RespReplyScanner(limits);
        return Found(stream, cuts, (byte[] piece, out int consumed) =>
        {
            var scan = scanner.Scan(piece, out consumed);
            return (scan, $"{scanner.Fault} {scanner.Type} {scanner.InFrame}");
        });
    }

    private delegate (RespScan Scan, string State) Step(byte[] piece, out int consumed);

    /// <summary>Where frames end, what was known then, and what is known at the end of <paramref name="stream"/>.</summary>
    private static List<string> Found(byte[] stream, int[] cuts, Step step)
    {
        var found = new List<string>();
        var state = "";
        var cut = 0;
        for (var at = 0; at < stream.Length;)
        {
            var piece = stream.AsSpan(at, Math.Min(cuts[cut++ % cuts.Length], stream.Length - at)).ToArray();
            (var scan, state) = step(piece, out var consumed);
            Assert.InRange(consumed, 0, piece.Length);
            if (scan == RespScan.Incomplete) Assert.Equal(piece.Length, consumed);
            at += consumed;
            if (scan == RespScan.Complete) found.Add($"ends at {at}: {state}");
            if (scan == RespScan.Faulted) break;
        }

        found.Add(state);
        return found;
    }
}
