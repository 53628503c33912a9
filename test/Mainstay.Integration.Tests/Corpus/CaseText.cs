using System.Globalization;
using System.Text;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Reads a case from a line of <c>examples</c>; <c>strings.txt</c> there says how a line is written.</summary>
internal static class CaseText
{
    /// <exception cref="FormatException">A quote is open.</exception>
    public static CorpusCase Parse(string origin, string line)
    {
        if (line.StartsWith("= ", StringComparison.Ordinal)) return new CorpusCase(origin, [new CorpusStep(1, [], Words(line)[1])]);
        var onlyResp3 = line.StartsWith("3! ", StringComparison.Ordinal);
        return new CorpusCase(origin, [.. Requests(onlyResp3 ? line[3..] : line)], onlyResp3);
    }

    private static IEnumerable<CorpusStep> Requests(string line)
    {
        foreach (var request in line.Split(" ; "))
        {
            var words = Words(request);
            var client = words.Count > 1 && words[0] is [>= '1' and <= '9', ':'] ? words[0][0] - '0' : 0;
            if (client > 0) words.RemoveAt(0);
            var blocks = words[^1] == "&";
            if (blocks) words.RemoveAt(words.Count - 1);
            yield return new CorpusStep(Math.Max(client, 1), [.. words], Blocks: blocks);
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == ' ') at++;
            else if (text[at] == '"') words.Add(Quoted(text, ref at));
            else
            {
                var end = text.IndexOf(' ', at) is var found && found < 0 ? text.Length : found;
                words.Add(Plain(text[at..end]));
                at = end;
            }
        }

        return words;
    }

    /// <summary>A word without quotes: as it is, or many bytes of a pattern that does not repeat at any power of two.</summary>
    private static string Plain(string word)
    {
        if (word[0] != '@') return word;
        return string.Create(int.Parse(word[1..], CultureInfo.InvariantCulture), 0, (bytes, _) =>
        {
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (char)('0' + (i * 31 % 75));
        });
    }

    private static string Quoted(string text, ref int at)
    {
        var word = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return word.ToString();
            }

            word.Append(text[at] == '\\' ? Escaped(text, ref at) : text[at]);
        }

        throw new FormatException($"a quote is open: {text}");
    }

    private static char Escaped(string text, ref int at)
    {
        var kind = text[++at];
        if (kind != 'x') return kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => kind };
        at += 2;
        return (char)byte.Parse(text.AsSpan(at - 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
