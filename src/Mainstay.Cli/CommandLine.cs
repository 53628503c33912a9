using System.CommandLine;
using System.CommandLine.Help;
using Mainstay.Cli.Api;
using Mainstay.Cli.Verbs;

namespace Mainstay.Cli;

/// <summary>The whole command line: refuses what is not built, tells wrong usage on stderr with exit 2, and runs a verb.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // 1. What is promised for later is refused before it is parsed: it must never look as if it had been obeyed.
        if (NotBuilt.Refusal(args) is { } refusal) return Refuse(terminal, refusal);

        // 2. Wrong usage: one line for each fault, a suggestion where one is near, nothing on stdout.
        var root = Root(terminal);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpAction and not ExamplesHelp && parsed.Errors.Count > 0) return Refuse(terminal, [.. WrongUsage.Describe(parsed, terminal.Command)]);

        // 3. The verb. Signals are its own business: `up` stops its nodes in order, however long that takes.
        var running = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(running, cancellationToken);
        }
        catch (VerbException failed)
        {
            foreach (var line in failed.Message.Split('\n')) await terminal.Error.WriteLineAsync(line);
            return failed.ExitCode;
        }
        catch (ApiException silent)
        {
            await terminal.Error.WriteLineAsync($"mainstay: {silent.Message}");
            await terminal.Error.WriteLineAsync($"start one with '{terminal.Command} up', or name another with --api URL");
            return ExitCode.Failed;
        }
        catch (RefusedException refused)
        {
            await terminal.Error.WriteLineAsync($"mainstay: {refused.Message}");
            foreach (var step in refused.Problem.Steps ?? []) await terminal.Error.WriteLineAsync($"  {step}");
            // 4xx about names and bodies: the question was wrong. A conflict: the group cannot, now.
            return refused.Problem.Status is 400 or 404 ? ExitCode.Usage : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
        catch (IOException broken) when (broken.Message.Contains("Broken pipe", StringComparison.Ordinal))
        {
            return ExitCode.Ok; // the reader of our output had enough, as `| head` does
        }
    }

    /// <summary>All verbs and what they take.</summary>
    internal static Command Root(Terminal terminal)
    {
        var root = new Command("mainstay", "Keeps a cache tier up: runs Redis/Valkey replication groups, fails over by itself, and gives applications endpoints that always lead to the right node.")
        {
            UpVerb.Create(terminal),
            ServeVerb.Create(terminal),
            ValidateVerb.Create(terminal),
            StatusVerb.Create(terminal),
            SwitchoverVerb.Create(terminal),
            FailoverVerb.Create(terminal),
            PauseVerb.Create(terminal),
            ResumeVerb.Create(terminal),
            NodeVerb.Create(terminal),
            BackupVerb.Create(terminal),
            RestoreVerb.Create(terminal),
            CompletionVerb.Create(terminal),
            CompletionVerb.CreateSuggest(terminal),
        };
        root.Add(new VersionOption());
        ExamplesHelp.Give(root, terminal, "up", "status -w", "switchover --dry-run");
        return root;
    }

    private static int Refuse(Terminal terminal, params string[] lines)
    {
        foreach (var line in lines) terminal.Error.WriteLine(line);
        return ExitCode.Usage;
    }
}
