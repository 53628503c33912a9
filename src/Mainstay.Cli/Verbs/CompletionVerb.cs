using System.CommandLine;
using Mainstay.Cli.Verbs.Completing;

namespace Mainstay.Cli.Verbs;

/// <summary><c>completion SHELL</c>: what a shell needs to complete verbs, flags, and the names of groups and nodes.</summary>
internal static class CompletionVerb
{
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        shell.Validators.Add(result =>
        {
            if (!CompletionScripts.Shells.Contains(result.Tokens[^1].Value)) result.AddError($"SHELL is bash, zsh or fish, not '{result.Tokens[^1].Value}'");
        });
        var command = new Command("completion", "Print what makes a shell complete verbs, flags, groups and nodes.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Out.Write(CompletionScripts.Of(parsed.GetValue(shell)!));
            return ExitCode.Ok;
        });
        ExamplesHelp.Give(command, terminal, "completion bash > ~/.local/share/bash-completion/completions/mainstay", "completion fish | source");
        return command;
    }

    /// <summary><c>suggest LINE</c>: what those scripts ask; not for people.</summary>
    public static Command CreateSuggest(Terminal terminal)
    {
        var line = new Argument<string>("LINE");
        var command = new Command("suggest") { line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (var word in Suggestions.For(CommandLine.Root(terminal), parsed.GetValue(line)!)) terminal.Out.WriteLine(word);
            return ExitCode.Ok;
        });
        return command;
    }
}
