using System.Globalization;

namespace Mainstay.TestKit.Resp;

/// <summary>One reply of a server, RESP2 or RESP3.</summary>
/// <param name="Kind">The type byte: <c>+ - : $ * % ~ > _ # , ( =</c>.</param>
/// <param name="Text">Of strings, errors, numbers and booleans; null for null and for aggregates.</param>
/// <param name="Items">Of aggregates (a map's keys and values in turn); null otherwise.</param>
public sealed record RespReply(char Kind, string? Text, IReadOnlyList<RespReply>? Items)
{
    public bool IsError => Kind is '-' or '!';

    public bool IsNull => Text is null && Items is null;

    /// <summary>The first word of an error (<c>READONLY</c>), else null.</summary>
    public string? ErrorWord => IsError ? Text!.Split(' ')[0] : null;

    /// <exception cref="FormatException">It is no number.</exception>
    public long Number => long.Parse(Text ?? "", CultureInfo.InvariantCulture);

    /// <summary>The text, unless it is an error.</summary>
    /// <exception cref="InvalidOperationException">It is an error.</exception>
    public string? Value => IsError ? throw new InvalidOperationException(Text) : Text;

    public override string ToString() => Items is null ? $"{Kind}{Text ?? "(null)"}" : $"{Kind}[{string.Join(", ", Items)}]";
}
