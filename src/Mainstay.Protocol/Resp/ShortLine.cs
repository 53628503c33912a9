namespace Mainstay.Protocol.Resp;

/// <summary>
/// Reads a number and its line's end where both are at hand. What it does not take (a sign, a leading zero, another line end, a line
/// that goes on beyond the bytes) is for <see cref="LineNumber"/> to judge, byte by byte.
/// </summary>
internal static class ShortLine
{
    /// <summary>Most digits a number may have.</summary>
    public const int MaxDigits = LineNumber.MaxDigits;

    /// <summary>
    /// The number at <paramref name="position"/>, which moves behind the CR LF that follows it; or false, with nothing moved, when there is none
    /// of at most <paramref name="mostDigits"/> digits.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> data, ref int position, int mostDigits, out long number)
    {
        number = 0;
        var end = position;
        uint digit;
        while (end < data.Length && (digit = data[end] - (uint)'0') <= 9)
        {
            if (end - position >= mostDigits) return false;
            number = (number * 10) + digit;
            end++;
        }

        if (end == position || end + 1 >= data.Length || data[end] != '\r' || data[end + 1] != '\n') return false;
        if (data[position] == '0' && end > position + 1) return false;
        position = end + 2;
        return true;
    }
}
