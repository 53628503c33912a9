using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Cli.Tests.Verbs;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("mainstay sw", "switchover")]
    [InlineData("mainstay status -o ", "json", "table", "yaml")]
    [InlineData("./mainstay node ", "add", "remove")]
    [InlineData("mainstay switchover --d", "--dry-run")]
    [InlineData("mainstay completion ", "bash", "fish", "zsh")]
    [InlineData("mainstay xyz")]
    [InlineData("mainstay")]
    [InlineData("")]
    public async Task Words_are_suggested_for_where_the_cursor_is(string line, params string[] words)
    {
        var run = await CliRun.OfAsync("suggest", line);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(words, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task All_verbs_are_suggested_and_none_that_is_hidden()
    {
        var verbs = (await CliRun.OfAsync("suggest", "mainstay ")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("up", verbs);
        Assert.Contains("failover", verbs);
        Assert.DoesNotContain("suggest", verbs);
    }

    [Fact]
    public async Task Another_shell_is_refused()
    {
        var run = await CliRun.OfAsync("completion", "csh");
        Assert.Equal(new CliRun(2, "", "mainstay: SHELL is bash, zsh or fish, not 'csh'\nsee: mainstay completion --help\n"), run);
    }

    /// <summary>Each shell reads its script and completes <c>mainstay sw</c> by a program that answers as ours does.</summary>
    [Theory]
    [InlineData("bash", "source {0}; COMP_WORDS=(mainstay sw); COMP_CWORD=1; COMP_LINE='mainstay sw'; COMP_POINT=11; _mainstay; echo \"${COMPREPLY[*]}\"")]
    [InlineData("fish", "source {0}; complete --do-complete 'mainstay sw'")]
    [InlineData("zsh", "autoload -Uz compinit; compinit -u -D; source {0}; compadd() { shift; print -r -- $@ }; words=(mainstay sw); CURRENT=2; _mainstay")]
    public async Task A_shell_completes_by_its_script(string shell, string words)
    {
        using var folder = TempFolder.Create();
        var script = folder.Combine("completion");
        await File.WriteAllTextAsync(script, (await CliRun.OfAsync("completion", shell)).Out, TestContext.Current.CancellationToken);
        var program = folder.Combine("mainstay");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n[ \"$1\" = suggest ] && [ \"$2\" = 'mainstay sw' ] && echo switchover\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await OwnedProcess.RunAsync("/bin/chmod", ["+x", program], Deadline.InSeconds(10))).Status);
        var path = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        var told = await OwnedProcess.RunAsync(
            "/usr/bin/env", [$"PATH={path}", $"HOME={folder.Path}", shell, "-c", words.Replace("{0}", script, StringComparison.Ordinal)], Deadline.InSeconds(30));
        Assert.True(told.Output.Trim().Split(['\n', '\t'])[0] == "switchover", $"{told}");
    }
}
