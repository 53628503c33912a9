using System.Globalization;
using System.Text;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Everything that a case's clients received, a character a byte, one client after the other.</summary>
/// <param name="Text">Whose it is, the bytes, and how a connection ended that ended.</param>
internal sealed record Transcript(string Text)
{
    private const int MostShown = 600;

    /// <summary>
    /// Which of a case's requests were answered with anything but an error. Where there are not as many answers as requests (messages, several
    /// clients), all count as soon as one is good.
    /// </summary>
    public IEnumerable<CorpusStep> Good(CorpusCase what)
    {
        var kinds = ReplyKinds.Of(Text[3..].Replace("(closed)", "", StringComparison.Ordinal));
        if (kinds.Count != what.Steps.Count) return kinds.Any(kind => kind != '-') ? what.Steps : [];
        return what.Steps.Where((_, i) => kinds[i] != '-');
    }

    /// <summary>Printable, with everything else escaped.</summary>
    public static string Show(string bytes)
    {
        var text = new StringBuilder();
        foreach (var c in bytes.Length > MostShown ? bytes[..MostShown] + "…" : bytes)
        {
            if (c == '\r') text.Append("\\r");
            else if (c == '\n') text.Append("\\n");
            else if (c is < ' ' or (> '~' and <= '\u00ff')) text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>Where the two part, and how each goes on from a little before.</summary>
    public static string Difference(string direct, string through)
    {
        var at = direct.AsSpan().CommonPrefixLength(through);
        var from = Math.Max(0, at - 60);
        return $"they part at byte {at}{Environment.NewLine}    direct:  {Show(direct[from..])}{Environment.NewLine}    through: {Show(through[from..])}";
    }
}
