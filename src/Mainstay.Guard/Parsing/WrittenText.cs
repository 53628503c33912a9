using System.Text;
using Mainstay.Guard.Text;

namespace Mainstay.Guard.Parsing;

/// <summary>
/// A value as it is meant, and where each part of it stands in the file: escapes and encodings are undone in <see cref="Text"/>, and a part of it
/// can be pointed at and replaced in the file.
/// </summary>
public sealed class WrittenText
{
    private readonly int[]? _offsets;
    private readonly bool _isBase64;

    private WrittenText(string text, TextSpan span, int[]? offsets, bool isBase64) => (Text, Span, _offsets, _isBase64) = (text, span, offsets, isBase64);

    /// <summary>What is meant.</summary>
    public string Text { get; }

    /// <summary>Where it is written, without quotes around it.</summary>
    public TextSpan Span { get; }

    /// <summary>Whether the file holds it in another form only (base64 in a Secret): what it says must not be printed whole.</summary>
    public bool IsEncoded => _isBase64;

    /// <summary>A value that stands in the file as it is meant.</summary>
    public static WrittenText Plain(string text, int start) => new(text, new TextSpan(start, text.Length), null, false);

    /// <summary>
    /// A value some of whose characters are written in another way: <paramref name="offsets"/> has the offset in the file of each character of
    /// <paramref name="text"/>, and one more for its end.
    /// </summary>
    public static WrittenText Escaped(string text, TextSpan span, int[] offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        if (offsets.Length != text.Length + 1) throw new ArgumentException($"{offsets.Length} offsets for a text of {text.Length}", nameof(offsets));
        return new WrittenText(text, span, offsets, false);
    }

    /// <summary>A value that is written in base64 of its UTF-8, at <paramref name="span"/>.</summary>
    public static WrittenText Base64(string text, TextSpan span) => new(text, span, null, true);

    /// <summary>Where <paramref name="length"/> characters from <paramref name="start"/> stand in the file; of an encoded value, where all of it stands.</summary>
    public TextSpan SpanOf(int start, int length)
    {
        if (_isBase64) return Span;
        if (_offsets is null) return new TextSpan(Span.Start + start, length);
        return new TextSpan(_offsets[start], _offsets[start + length] - _offsets[start]);
    }

    /// <summary>
    /// The change of the file by which <paramref name="replacement"/> stands in the place of <paramref name="length"/> characters from <paramref name="start"/>.
    /// The replacement must need no escapes: a host name, a number.
    /// </summary>
    public TextEdit Replace(int start, int length, string replacement)
    {
        if (!_isBase64) return new TextEdit(SpanOf(start, length), replacement);
        var whole = string.Concat(Text.AsSpan(0, start), replacement, Text.AsSpan(start + length));
        return new TextEdit(Span, Convert.ToBase64String(Encoding.UTF8.GetBytes(whole)));
    }

    /// <summary>Says nothing: it may hold a password.</summary>
    public override string ToString() => nameof(WrittenText);
}
