namespace Mainstay.Core.Serving;

/// <summary>
/// The arguments of one command in a row of bytes: where each begins and how long it is. It lends its arrays from the caller, so
/// that looking at a command allocates nothing.
/// </summary>
/// <param name="bytes">What holds all arguments.</param>
/// <param name="ranges">Start and length of each.</param>
public readonly ref struct CommandArguments(ReadOnlySpan<byte> bytes, ReadOnlySpan<(int Start, int Length)> ranges)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly ReadOnlySpan<(int Start, int Length)> _ranges = ranges;

    /// <summary>How many there are, the name included.</summary>
    public int Count => _ranges.Length;

    /// <summary>One of them; empty when there is none at <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> this[int index] => index >= 0 && index < _ranges.Length ? _bytes.Slice(_ranges[index].Start, _ranges[index].Length) : default;

    /// <summary>Whether the argument at <paramref name="index"/> is <paramref name="word"/> (in capitals), in any case.</summary>
    public bool Is(int index, string word) => index < Count && System.Text.Ascii.EqualsIgnoreCase(this[index], word);

    /// <summary>The index of <paramref name="word"/> (in capitals) at or after <paramref name="from"/>, or -1.</summary>
    public int IndexOf(string word, int from)
    {
        for (var i = from; i < Count; i++)
            if (Is(i, word)) return i;
        return -1;
    }

    /// <summary>Whether <paramref name="word"/> (in capitals) is among the arguments from <paramref name="from"/> on.</summary>
    public bool Has(string word, int from) => IndexOf(word, from) >= 0;

    /// <summary>The argument at <paramref name="index"/> as text.</summary>
    public string Text(int index) => System.Text.Encoding.UTF8.GetString(this[index]);
}
