using System.CommandLine;
using Mainstay.Cli.Api;
using Mainstay.Cli.Verbs.Completing;

namespace Mainstay.Cli.Verbs;

/// <summary>GROUP, which may be left out where a daemon has one group only.</summary>
internal sealed class GroupArgument : Argument<string?>
{
    public GroupArgument()
        : base("GROUP")
    {
        Description = "The group; may be left out where there is one only";
        Arity = ArgumentArity.ZeroOrOne;
        CompletionSources.Add(Suggestions.Names(nodes: false));
    }

    /// <summary>The group that is meant.</summary>
    /// <exception cref="VerbException">It was left out and there is not exactly one.</exception>
    public async Task<string> ResolveAsync(ParseResult parsed, ApiClient api, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(this) is { } given) return given;
        var groups = (await api.StatusAsync(cancellationToken)).Groups;
        return groups.Length == 1
            ? groups[0].Name
            : groups.IsEmpty ? throw new VerbException(ExitCode.Usage, "mainstay: this daemon has no group")
            : throw new VerbException(ExitCode.Usage, $"mainstay: name a group; there are: {string.Join(", ", groups.Select(group => group.Name))}");
    }
}
