using System.Globalization;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Tells replies apart in what was received: the type byte of each.</summary>
internal static class ReplyKinds
{
    public static IReadOnlyList<char> Of(string bytes)
    {
        var kinds = new List<char>();
        for (var at = 0; at < bytes.Length;)
        {
            kinds.Add(bytes[at]);
            Skip(bytes, ref at);
        }

        return kinds;
    }

    private static void Skip(string bytes, ref int at)
    {
        var kind = bytes[at];
        var end = bytes.IndexOf("\r\n", at, StringComparison.Ordinal);
        var rest = end < 0 ? "" : bytes[(at + 1)..end];
        at = end < 0 ? bytes.Length : end + 2;
        if (kind is '$' or '=' or '!' && rest != "-1") at += int.Parse(rest, CultureInfo.InvariantCulture) + 2;
        if (kind is not ('*' or '%' or '~' or '>')) return;
        for (var left = int.Parse(rest, CultureInfo.InvariantCulture) * (kind == '%' ? 2 : 1); left > 0; left--) Skip(bytes, ref at);
    }
}
