using System.CommandLine;
using Mainstay.Cli.Output;
using Mainstay.Cli.Verbs.Completing;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>restore GROUP FILE</c>: puts a backup in the place of all of a group's data, after showing what it replaces.</summary>
internal static class RestoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var group = new Argument<string>("GROUP") { Description = "The group" };
        group.CompletionSources.Add(Suggestions.Names(nodes: false));
        var file = new Argument<string>("FILE") { Description = "A file of `backup --list`, or the path of any RDB file" };
        var to = new Option<string?>("--to") { Description = "The node that is filled and leads then (default: the fittest)", HelpName = "NODE" };
        to.CompletionSources.Add(Suggestions.Names(nodes: true));
        var discard = new Option<bool>("--discard-present") { Description = "Do not keep the present data as a backup first" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would happen" };
        var yes = new YesOption();
        var output = new OutputOption();
        var api = new ApiOption();
        var command = new Command("restore", "Put a backup in the place of all data of a group, in a new term. The present data are kept as a backup first.")
        {
            group, file, to, discard, dryRun, yes, output, api,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var name = parsed.GetValue(group)!;
            var body = new RestoreBody { File = Place(parsed.GetValue(file)!), To = parsed.GetValue(to), DiscardPresent = parsed.GetValue(discard), DryRun = true };
            var plan = await client.RestoreAsync(name, body, cancellationToken);
            if (parsed.GetValue(dryRun) || !plan.Accepted)
            {
                ReplyPrinter.Print(terminal, output.Of(parsed), plan);
                return plan.Accepted ? ExitCode.Ok : ExitCode.NotHealthy;
            }

            Confirmation.Ask(terminal, name, plan.Steps, parsed.GetValue(yes));
            ReplyPrinter.Print(terminal, output.Of(parsed), await client.RestoreAsync(name, body with { DryRun = false }, cancellationToken));
            return ExitCode.Ok;
        });
        ExamplesHelp.Give(command, terminal, "restore main main-20260325T050000Z-term3.rdb", "restore main /mnt/old/dump.rdb --dry-run", "restore main main-20260325T050000Z-term3.rdb --yes");
        return command;
    }

    /// <summary>A file that is there from here is meant as it is seen from here; any other name is one of the daemon's.</summary>
    private static string Place(string file) => File.Exists(file) || file.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(file) : file;
}
