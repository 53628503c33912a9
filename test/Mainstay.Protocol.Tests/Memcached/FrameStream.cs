using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

/// <summary>Reads replies out of bytes, at once or as they come.</summary>
internal static class FrameStream
{
    /// <summary>The frames of one reply, until it is over, broken or has not come further; a broken one ends in <c>faulted</c>.</summary>
    public static List<string> Read(ReplyShape shape, byte[] bytes, out bool isOver) => Read(shape, [bytes], out isOver);

    /// <summary>The same, from pieces: after each one what has come is read again from where the last frame ended.</summary>
    public static List<string> Read(ReplyShape shape, IEnumerable<ReadOnlyMemory<byte>> pieces, out bool isOver)
    {
        var frames = new List<string>();
        var come = new List<byte>();
        isOver = false;
        foreach (var piece in pieces)
        {
            come.AddRange(piece.Span);
            while (true)
            {
                var bytes = come.ToArray();
                var read = MemcachedFrames.Read(shape, bytes, 100, out var length, out isOver);
                if (read == FrameRead.Incomplete)
                {
                    Assert.False(isOver);
                    Assert.True(length == 0 || length > bytes.Length);
                    break;
                }

                if (read == FrameRead.Faulted)
                {
                    frames.Add("faulted");
                    return frames;
                }

                Assert.InRange(length, 3, bytes.Length);
                frames.Add(Lines.Text(bytes.AsSpan(0, (int)length)));
                come.RemoveRange(0, (int)length);
                if (isOver) return frames;
            }
        }

        return frames;
    }
}
