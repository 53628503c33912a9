using System.Runtime.CompilerServices;

namespace Mainstay.Protocol.Memcached;

/// <summary>The tokens of a line that may have few of them. The server takes no more than <see cref="Most"/> apart at once.</summary>
internal readonly ref struct LineTokens
{
    /// <summary>Most tokens that are told apart; what follows is not seen.</summary>
    public const int Most = 23;

    private readonly Places _places;

    public LineTokens(ReadOnlySpan<byte> text)
    {
        Text = text;
        var walk = new TokenWalk(text);
        while (Count < Most && walk.Next()) _places[Count++] = walk.Range;
    }

    public ReadOnlySpan<byte> Text { get; }

    /// <summary>How many there are, the verb among them.</summary>
    public int Count { get; }

    /// <summary>Whether the last token is <c>noreply</c>, whatever its place.</summary>
    public bool EndsInNoReply => this[Count - 1].SequenceEqual("noreply"u8);

    public ReadOnlySpan<byte> this[int index] => Text[_places[index]];

    public Range RangeOf(int index) => _places[index];

    [InlineArray(Most)]
    private struct Places
    {
        private Range _first;
    }
}
