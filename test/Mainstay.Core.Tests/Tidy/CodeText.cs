using System.Text;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>
/// Blanks comments and the insides of strings, so that rules look at code alone. What stands in the holes of an interpolated string stays.
/// Not a parser: it knows just as much of C# as telling these apart needs.
/// </summary>
internal static class CodeText
{
    public static string Of(string text)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        Code(text, ref at, kept, inHole: false);
        return kept.ToString();
    }

    private static void Code(string text, ref int at, StringBuilder kept, bool inHole)
    {
        var depth = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (inHole && depth == 0 && c == '}') return;
            if (c is '{' or '(' or '[') depth++;
            else if (c is '}' or ')' or ']') depth--;
            var rest = text.AsSpan(at);
            if (rest.StartsWith("//")) Blank(text, ref at, kept, LengthTo(rest, "\n", includeEnd: false));
            else if (rest.StartsWith("/*")) Blank(text, ref at, kept, LengthTo(rest, "*/", includeEnd: true));
            else if (c == '\'') Blank(text, ref at, kept, CharLength(rest));
            else if (StringStart(rest) is var (prefix, quotes)) String(text, ref at, kept, prefix, quotes);
            else Keep(text, ref at, kept, 1);
        }
    }

    /// <summary>The characters before the quotes (<c>$ @ $$ …</c>) and how many quotes open the string; null where none starts.</summary>
    private static (string Prefix, int Quotes)? StringStart(ReadOnlySpan<char> rest)
    {
        var prefix = 0;
        while (prefix < rest.Length && rest[prefix] is '$' or '@') prefix++;
        if (prefix >= rest.Length || rest[prefix] != '"') return null;
        var quotes = 0;
        while (prefix + quotes < rest.Length && rest[prefix + quotes] == '"') quotes++;
        return (rest[..prefix].ToString(), quotes >= 3 ? quotes : 1);
    }

    private static void String(string text, ref int at, StringBuilder kept, string prefix, int quotes)
    {
        var dollars = prefix.Count(c => c == '$');
        var verbatim = prefix.Contains('@');
        Keep(text, ref at, kept, prefix.Length + quotes);
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '"' && Run(text, at, '"') >= quotes)
            {
                if (verbatim && quotes == 1 && Run(text, at, '"') > 1) Blank(text, ref at, kept, 2);
                else
                {
                    Keep(text, ref at, kept, quotes);
                    return;
                }
            }
            else if (c == '\\' && quotes == 1 && !verbatim) Blank(text, ref at, kept, 2);
            else if (c == '{' && dollars > 0 && OpensHole(text, at, dollars, quotes, out var skip))
            {
                Keep(text, ref at, kept, skip);
                Code(text, ref at, kept, inHole: true);
                Keep(text, ref at, kept, Math.Min(Math.Max(dollars, 1), text.Length - at));
            }
            else if (c == '{' && dollars > 0) Blank(text, ref at, kept, Math.Min(2, Run(text, at, '{')));
            else Blank(text, ref at, kept, 1);
        }
    }

    private static bool OpensHole(string text, int at, int dollars, int quotes, out int skip)
    {
        var braces = Run(text, at, '{');
        skip = braces;
        return quotes >= 3 ? braces >= dollars : braces % 2 == 1;
    }

    private static int Run(string text, int at, char c)
    {
        var end = at;
        while (end < text.Length && text[end] == c) end++;
        return end - at;
    }

    private static int CharLength(ReadOnlySpan<char> rest)
    {
        var at = 1;
        while (at < rest.Length && rest[at] is not ('\'' or '\n')) at += rest[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, rest.Length);
    }

    private static int LengthTo(ReadOnlySpan<char> rest, string end, bool includeEnd)
    {
        var found = rest[2..].IndexOf(end);
        return found < 0 ? rest.Length : 2 + found + (includeEnd ? end.Length : 0);
    }

    private static void Keep(string text, ref int at, StringBuilder kept, int count)
    {
        for (var i = 0; i < count && at < text.Length; i++) kept.Append(text[at++]);
    }

    private static void Blank(string text, ref int at, StringBuilder kept, int count)
    {
        for (var i = 0; i < count && at < text.Length; i++, at++) kept.Append(text[at] is '\n' or '\r' ? text[at] : ' ');
    }
}
