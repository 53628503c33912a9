namespace Mainstay.Protocol.Memcached;

/// <summary>
/// Numbers as the server's text protocol reads them, which is as C does: blanks ahead, a sign, digits, and behind a blank whatever it be.
/// The length of a data block is read more strictly, see <see cref="TryLength"/>.
/// </summary>
internal static class ServerNumber
{
    /// <summary>Longest data block that a line may announce.</summary>
    public const long MostData = int.MaxValue - 2;

    /// <summary>Whether the token is a number of 64 bits with a sign.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> token) =>
        TryMagnitude(token, out var negative, out var magnitude) && magnitude <= (negative ? 1UL << 63 : long.MaxValue);

    /// <summary>Whether the token is a number of 64 bits without a sign. As in C a negative one is taken where it comes round to a small one.</summary>
    public static bool IsUnsigned(ReadOnlySpan<byte> token)
    {
        if (!TryMagnitude(token, out var negative, out var magnitude)) return false;
        var number = negative ? unchecked(0 - magnitude) : magnitude;
        return number <= long.MaxValue || !token.Contains((byte)'-');
    }

    /// <summary>
    /// The length of a data block: digits only, at most ten of them. Servers differ in what else they take (1.6.18 reads 4294967298 as 2, newer
    /// ones refuse it), and if a node read another length than we do, data would be taken for requests.
    /// </summary>
    public static bool TryLength(ReadOnlySpan<byte> token, out long length)
    {
        length = 0;
        if (token.Length is 0 or > 10) return false;
        foreach (var digit in token)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            length = (length * 10) + (digit - '0');
        }

        return length <= MostData;
    }

    private static bool TryMagnitude(ReadOnlySpan<byte> token, out bool negative, out ulong magnitude)
    {
        var i = 0;
        while (i < token.Length && IsBlank(token[i])) i++;
        negative = i < token.Length && token[i] == '-';
        if (i < token.Length && token[i] is (byte)'-' or (byte)'+') i++;
        magnitude = 0;
        var first = i;
        for (; i < token.Length && token[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            var digit = (ulong)(token[i] - '0');
            if (magnitude > (ulong.MaxValue - digit) / 10) return false;
            magnitude = (magnitude * 10) + digit;
        }

        return i > first && (i == token.Length || IsBlank(token[i]));
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);
}
