using System.CommandLine;
using Mainstay.Cli.Verbs.Completing;
using Mainstay.Cli.Output;

namespace Mainstay.Cli.Verbs;

/// <summary><c>node remove GROUP NODE</c>: takes a node out once the others can do without; the primary is moved first.</summary>
internal static class NodeRemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var group = new Argument<string>("GROUP") { Description = "The group" };
        var node = new Argument<string>("NODE") { Description = "The node's name" };
        group.CompletionSources.Add(Suggestions.Names(nodes: false));
        node.CompletionSources.Add(Suggestions.Names(nodes: true));
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would happen" };
        var yes = new YesOption();
        var output = new OutputOption();
        var api = new ApiOption();
        var command = new Command("remove", "Take a node out of a running group, once the others have all it confirmed. The primary is moved first.") { group, node, dryRun, yes, output, api };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var (groupName, nodeName) = (parsed.GetValue(group)!, parsed.GetValue(node)!);
            var plan = await client.RemoveNodeAsync(groupName, nodeName, dryRun: true, cancellationToken);
            if (parsed.GetValue(dryRun) || !plan.Accepted)
            {
                ReplyPrinter.Print(terminal, output.Of(parsed), plan);
                return plan.Accepted ? ExitCode.Ok : ExitCode.NotHealthy;
            }

            Confirmation.Ask(terminal, groupName, plan.Steps, parsed.GetValue(yes));
            ReplyPrinter.Print(terminal, output.Of(parsed), await client.RemoveNodeAsync(groupName, nodeName, dryRun: false, cancellationToken));
            return ExitCode.Ok;
        });
        ExamplesHelp.Give(command, terminal, "node remove main main-001", "node remove main main-004 --dry-run", "node remove main main-001 --yes -o json");
        return command;
    }
}
