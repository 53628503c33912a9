using System.Text;
using Mainstay.Protocol.Resp;
using Mainstay.TestKit.Fuzzing;

namespace Mainstay.Protocol.Tests.Resp;

/// <summary>Spoilt frames: however they are cut, the same frames and the same fault are found, nothing is thrown, and what was found complete can be read.</summary>
public sealed class ScannerFuzzTests
{
    private const double Seconds = 15;

    private delegate RespScan Scanning(ReadOnlySpan<byte> data, out int consumed);

    [Fact]
    public void Spoilt_requests_are_found_alike_however_they_are_cut() => Run((random, spoilt) =>
    {
        var whole = Ends(Requests(), [spoilt]);
        Assert.Equal(whole, Ends(Requests(), ByteMutation.Pieces(spoilt, random, 1)));
        Assert.Equal(whole, Ends(Requests(), ByteMutation.Pieces(spoilt, random, 50)));
        var at = 0;
        foreach (var end in whole.Where(end => end > 0))
        {
            var frame = spoilt.AsSpan(at, end - at);
            at = end;
            if (frame[0] != '*')
            {
                RespInline.Split(frame);
                continue;
            }

            var request = new RespRequest(frame);
            var arguments = 0;
            while (request.TryNext(out _)) arguments++;
            Assert.Equal(Math.Max(0, request.Count), arguments);
        }
    }, random => RespSamples.Request(random));

    [Fact]
    public void Spoilt_replies_are_found_alike_however_they_are_cut() => Run((random, spoilt) =>
    {
        var whole = Ends(Replies(), [spoilt]);
        Assert.Equal(whole, Ends(Replies(), ByteMutation.Pieces(spoilt, random, 1)));
        Assert.Equal(whole, Ends(Replies(), ByteMutation.Pieces(spoilt, random, 50)));
        var at = 0;
        foreach (var end in whole.Where(end => end > 0))
        {
            // The scanner does not look into numbers; what reads them may refuse them, in its own words.
            try
            {
                RespReader.Read(spoilt.AsSpan(at, end - at));
            }
            catch (RespProtocolException)
            {
                Assert.Contains((byte)':', spoilt[at..end]);
            }

            at = end;
        }
    }, random => RespSamples.Reply(random));

    private static void Run(Action<Random, byte[]> check, Func<Random, string> frame)
    {
        var tries = 0;
        foreach (var seed in new FuzzPlan(Seconds).Seeds())
        {
            var random = new Random(seed);
            var frames = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => frame(random)));
            var spoilt = ByteMutation.Spoil(Encoding.Latin1.GetBytes(frames), random, 6);
            tries++;
            try
            {
                check(random, spoilt);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{FuzzPlan.Again(seed)}: {Convert.ToHexString(spoilt.AsSpan(0, Math.Min(400, spoilt.Length)))} ({spoilt.Length} bytes)", exception);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{tries} tries");
        Assert.True(tries > 100, $"only {tries} tries");
    }

    private static Scanning Requests() => new RespRequestScanner(RespLimits.Default).Scan;

    private static Scanning Replies() => new RespReplyScanner(RespLimits.Default).Scan;

    /// <summary>Where each frame ended, and -1 last where the stream was found broken.</summary>
    private static List<int> Ends(Scanning scan, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var ends = new List<int>();
        var position = 0;
        foreach (var piece in pieces)
        {
            for (var at = 0; at < piece.Length;)
            {
                var found = scan(piece.Span[at..], out var consumed);
                Assert.InRange(consumed, found == RespScan.Faulted ? 0 : 1, piece.Length - at);
                if (found == RespScan.Incomplete) Assert.Equal(piece.Length - at, consumed);
                at += consumed;
                position += consumed;
                if (found == RespScan.Complete) ends.Add(position);
                if (found != RespScan.Faulted) continue;
                ends.Add(-1);
                return ends;
            }
        }

        return ends;
    }
}
