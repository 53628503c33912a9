using System.CommandLine;
using System.CommandLine.Completions;

namespace Mainstay.Cli.Verbs.Completing;

/// <summary>The words that may stand where the cursor is.</summary>
internal static class Suggestions
{
    /// <summary>Words that complete <paramref name="line"/>, which begins with the program and ends at the cursor.</summary>
    public static IEnumerable<string> For(Command root, string line)
    {
        // 1. Without the program's own word, however it was written.
        var rest = line.TrimStart();
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return [];
        rest = rest[(space + 1)..];

        // 2. What the parser expects there. A flag is offered once a dash is typed: they would bury the names.
        var started = rest.Split(' ')[^1];
        var expected = root.Parse(rest).GetCompletions(rest.Length).Select(completion => completion.Label)
            .Where(word => word.StartsWith(started, StringComparison.Ordinal) && word[0] is not ('/' or '?'))
            .Where(word => started.StartsWith('-') == word.StartsWith('-'))
            .Where(word => !Hidden(root, word));
        return expected.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static bool Hidden(Command root, string word) => root.Subcommands.Any(verb => verb.Hidden && verb.Name == word);

    /// <summary>The groups, or the nodes, of the daemon that the environment names; nothing where none answers at once.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Names(bool nodes) => _ =>
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            using var client = ApiOption.FromEnvironment();
            var groups = client.StatusAsync(patience.Token).GetAwaiter().GetResult().Groups;
            var names = nodes ? groups.SelectMany(group => group.Nodes.Select(node => node.Name)) : groups.Select(group => group.Name);
            return names.Select(name => new CompletionItem(name)).ToList();
        }
        catch (Exception silent) when (silent is Api.ApiException or Api.RefusedException or OperationCanceledException or VerbException)
        {
            return [];
        }
    };
}
