using System.Globalization;
using System.Text.RegularExpressions;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Names;

/// <summary>What <c>dig</c> was told.</summary>
/// <param name="Status"><c>NOERROR</c>, <c>NXDOMAIN</c> and so on; empty when nobody answered.</param>
/// <param name="Flags"><c>qr</c>, <c>aa</c>, <c>tc</c> and so on.</param>
/// <param name="Answers">The records of the answer, one a line, blanks made one.</param>
/// <param name="Authority">Those of the authority section.</param>
/// <param name="Text">All of it.</param>
public sealed partial record Dig(string Status, IReadOnlyList<string> Flags, IReadOnlyList<string> Answers, IReadOnlyList<string> Authority, string Text)
{
    /// <summary>The data of the answer's records: <c>127.0.0.1</c>.</summary>
    public IEnumerable<string> Data => Answers.Select(line => line.Split(' ')[^1]);

    /// <summary>Asks the server at <paramref name="port"/> of loopback.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="arguments">As dig takes them: <c>+tcp</c>, a name, a kind.</param>
    public static async Task<Dig> AskAsync(int port, params string[] arguments)
    {
        var result = await OwnedProcess.RunAsync("dig", ["@127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "+time=2", "+tries=2", "+nocookie", .. arguments], Deadline.InSeconds(20));
        return Read(result.Output);
    }

    public override string ToString() => Text;

    private static Dig Read(string text)
    {
        var status = StatusWord().Match(text);
        var flags = FlagWords().Match(text);
        return new Dig(status.Groups[1].Value, flags.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), Section(text, "ANSWER"), Section(text, "AUTHORITY"), text);
    }

    private static List<string> Section(string text, string name)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).SkipWhile(line => line != $";; {name} SECTION:").Skip(1);
        return [.. lines.TakeWhile(line => line.Length > 0 && line[0] != ';').Select(line => Blanks().Replace(line, " "))];
    }

    [GeneratedRegex("status: ([A-Z]+)")]
    private static partial Regex StatusWord();

    [GeneratedRegex(";; flags: ([a-z ]+);")]
    private static partial Regex FlagWords();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
