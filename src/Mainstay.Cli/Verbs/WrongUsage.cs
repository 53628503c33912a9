using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mainstay.Cli.Verbs;

/// <summary>Turns the parser's errors into lines for people, with the nearest word that would have been right.</summary>
internal static class WrongUsage
{
    public static IEnumerable<string> Describe(ParseResult parsed, string command)
    {
        var verb = parsed.CommandResult.Command;
        var root = parsed.RootCommandResult.Command;
        var unknown = parsed.UnmatchedTokens;
        foreach (var token in unknown)
        {
            var near = Nearest(token, Words(verb, root, token));
            var kind = token.StartsWith('-') ? "option" : verb == root ? "verb" : "argument";
            yield return $"mainstay: there is no {kind} '{token}'{(near is null ? "" : $"; did you mean '{near}'?")}";
        }

        if (verb == root && unknown.Count == 0)
        {
            yield return $"mainstay: name a verb: {string.Join(", ", verb.Subcommands.Where(verb => !verb.Hidden).Select(sub => sub.Name))}";
            yield return $"see: {command} --help";
            yield break;
        }

        // With an unknown word the other complaints are mostly its consequences.
        if (unknown.Count == 0)
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
                yield return $"mainstay: {error}";
        yield return $"see: {command}{(verb == root ? "" : " " + verb.Name)} --help";
    }

    /// <summary>The word of <paramref name="words"/> that is nearest to <paramref name="wrong"/>, if any is near enough to be meant.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> words)
    {
        var (best, distance) = words.Select(word => (word, Distance(wrong, word))).OrderBy(pair => pair.Item2).FirstOrDefault();
        return best is not null && distance <= Math.Max(1, wrong.TrimStart('-').Length / 3) ? best : null;
    }

    private static IEnumerable<string> Words(Command verb, Command root, string token) => token.StartsWith('-')
        ? verb.Options.Concat(root.Options).SelectMany(option => option.Aliases.Append(option.Name))
        : verb.Subcommands.Where(verb => !verb.Hidden).Select(command => command.Name);

    // Levenshtein, with a swap of two neighbours as one step: that is how people mistype.
    private static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var change = from[i - 1] == to[j - 1] ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j] + 1, steps[i, j - 1] + 1), steps[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
