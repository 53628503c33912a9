namespace Mainstay.Protocol.Resp;

/// <summary>
/// A decimal number read byte by byte from a line, as strictly as the server does: no plus sign, no leading zero, no minus zero,
/// no more than 18 digits.
/// </summary>
internal struct LineNumber
{
    /// <summary>Most digits that are believed.</summary>
    public const int MaxDigits = 18;

    private long _value;
    private int _digits;
    private bool _negative;
    private bool _bad;

    /// <summary>Takes the next byte of the line.</summary>
    public void Add(byte next)
    {
        if (next == '-' && _digits == 0 && !_negative) _negative = true;
        else if (next is < (byte)'0' or > (byte)'9' || _digits >= MaxDigits || (_digits > 0 && _value == 0)) _bad = true;
        else
        {
            _value = (_value * 10) + (next - '0');
            _digits++;
        }
    }

    /// <summary>The number, or false when the line held none.</summary>
    public readonly bool TryGet(out long value)
    {
        value = _negative ? -_value : _value;
        return !_bad && _digits > 0 && !(_negative && _value == 0);
    }
}
