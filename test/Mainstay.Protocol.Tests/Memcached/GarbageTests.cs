using CsCheck;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

/// <summary>Whatever comes, nothing throws, nothing runs on without end, and nothing is found outside of the bytes.</summary>
public sealed class GarbageTests
{
    private static readonly Gen<byte[]> AnyLine = Gen.OneOf(MemcachedGen.Line, Gen.Byte.Array[0, 60]);
    private static readonly Gen<byte[]> AnyStream = Gen.OneOf(MemcachedGen.Stream, MemcachedGen.Line, Gen.Byte.Array[0, 60]);

    [Fact]
    public void Any_line_can_be_taken_apart() => AnyLine.Sample(bytes =>
    {
        var line = MemcachedLine.Parse(bytes);
        Assert.InRange(line.Text.Length, 0, bytes.Length);
        Assert.Equal(line.Fault is not null, line is { Fault: { Length: > 0 }, DataBytes: -1 });
        var keys = 0;
        foreach (var range in line.GetKeys())
        {
            Assert.InRange(line.Text[range].Length, 1, MemcachedKeys.Longest);
            if (keys++ == 0) Assert.Equal(line.KeyRange, range);
        }

        Assert.Equal(line.HasMoreKeys, keys > 1);
        Assert.Equal(keys == 0, line.Key.IsEmpty);
        if (line.IsKeyBase64) Assert.True(MemcachedKeys.TryDecode(line.Key, new byte[MemcachedKeys.Longest], out _));
    });

    [Fact]
    public void Any_line_can_be_written_again() => AnyLine.Sample(bytes =>
    {
        var target = new byte[bytes.Length];
        Assert.InRange(MetaQuiet.WriteWithoutQuiet(bytes, target), 0, bytes.Length);
        Assert.InRange(ClassicLine.WriteWithoutNoReply(bytes, target), 0, bytes.Length);
        var line = MemcachedLine.Parse(bytes);
        if (line.Fault is not null) return;

        // Taken apart again it says the same, but for what was left out.
        var without = MemcachedLine.Parse(target.AsSpan(0, ClassicLine.WriteWithoutNoReply(line.Text, target)));
        Assert.Equal((line.Verb, line.DataBytes, line.KeyRange, null, false), (without.Verb, without.DataBytes, without.KeyRange, without.Fault, without.NoReply));
        var loud = MemcachedLine.Parse(target.AsSpan(0, MetaQuiet.WriteWithoutQuiet(line.Text, target)));
        Assert.Equal((line.Verb, line.DataBytes, line.KeyRange, null, false), (loud.Verb, loud.DataBytes, loud.KeyRange, loud.Fault, loud.IsQuiet));
    });

    [Fact]
    public void Any_cut_gives_the_same_frames() => Gen.Select(AnyStream, Gen.Enum<ReplyShape>(), Gen.Int[1, 9]).Sample((bytes, shape, step) =>
    {
        var whole = FrameStream.Read(shape, bytes, out var wholeIsOver);
        var cut = FrameStream.Read(shape, bytes.Chunk(step).Select(piece => (ReadOnlyMemory<byte>)piece), out var cutIsOver);
        Assert.Equal(whole, cut);
        Assert.Equal(wholeIsOver, cutIsOver);
    });

    [Fact]
    public void Any_frame_can_be_looked_at_and_written_again() => Gen.Select(AnyStream, Gen.Enum<ReplyShape>(), Gen.Enum<MemcachedVerb>(), Gen.Bool).Sample((bytes, shape, verb, isBase64) =>
    {
        _ = bytes.AsSpan()[MemcachedFrames.ValueKey(bytes)].Length;
        MemcachedFrames.IsError(bytes);
        MetaQuiet.Hides(verb, bytes);
        BinaryRequest.TryRead(bytes, out _, out _, out _, out _, out _);
        var target = new byte[bytes.Length + 10];
        Assert.InRange(KeyRewrite.Reply(shape, bytes, "0123456"u8, target), 0, bytes.Length + 7);
        Assert.InRange(KeyRewrite.Reply(shape, bytes, "0123456"u8, isBase64, target), 0, bytes.Length + 9);
    });
}
