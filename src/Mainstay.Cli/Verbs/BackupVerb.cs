using System.CommandLine;
using Mainstay.Cli.Output;

namespace Mainstay.Cli.Verbs;

/// <summary><c>backup [GROUP] [--list]</c>: an RDB file with a manifest, read from a replica.</summary>
internal static class BackupVerb
{
    public static Command Create(Terminal terminal)
    {
        var group = new GroupArgument();
        var list = new Option<bool>("--list") { Description = "Show the backups there are instead" };
        var output = new OutputOption();
        var api = new ApiOption();
        var command = new Command("backup", "Take a backup of a group, from a replica where there is one: an RDB file with a manifest, on the daemon's host.") { group, list, output, api };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var name = await group.ResolveAsync(parsed, client, cancellationToken);
            if (parsed.GetValue(list)) BackupPrinter.Print(terminal, output.Of(parsed), await client.BackupsAsync(name, cancellationToken));
            else BackupPrinter.Print(terminal, output.Of(parsed), await client.BackupAsync(name, cancellationToken));
            return ExitCode.Ok;
        });
        ExamplesHelp.Give(command, terminal, "backup main", "backup main --list", "backup main -o json");
        return command;
    }
}
