using System.CommandLine;
using Mainstay.Cli.Verbs.Completing;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>switchover [GROUP] [--to NODE] [--dry-run]</c>: moves the primary; loses nothing, and clients see no error.</summary>
internal static class SwitchoverVerb
{
    public static Command Create(Terminal terminal)
    {
        var to = new Option<string?>("--to") { Description = "The node that shall lead (default: the fittest)", HelpName = "NODE" };
        to.CompletionSources.Add(Suggestions.Names(nodes: true));
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would happen, and why" };
        var command = new Command("switchover", "Move the primary to another node. Loses nothing; clients see no error.") { to, dryRun };
        return OperatorVerb.Complete(
            command, new GroupArgument(), terminal,
            (parsed, api, group, cancellationToken) => api.AskAsync(
                group, "switchover", new SwitchoverBody { To = parsed.GetValue(to), DryRun = parsed.GetValue(dryRun) }, WebJson.Default.SwitchoverBody, cancellationToken),
            "switchover --dry-run", "switchover --to main-002", "switchover main -o json");
    }
}
