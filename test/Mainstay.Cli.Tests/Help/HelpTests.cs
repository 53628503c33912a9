namespace Mainstay.Cli.Tests.Help;

/// <summary>
/// Help is a contract: each text is compared with a file. A change that is meant is written by running this test with
/// MAINSTAY_SNAPSHOTS set to the folder of these files.
/// </summary>
public sealed class HelpTests
{
    public static TheoryData<string> Verbs => ["", "up", "serve", "validate", "status", "switchover", "failover", "pause", "resume", "node", "node add", "node remove", "completion"];

    [Theory, MemberData(nameof(Verbs))]
    public async Task Help_is_as_written(string verb)
    {
        var run = await CliRun.OfAsync(verb.Length == 0 ? ["--help"] : [.. verb.Split(' '), "--help"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        var name = $"{(verb.Length == 0 ? "mainstay" : verb.Replace(' ', '-'))}.txt";
        var shown = string.Join('\n', run.Out.Split('\n').Select(line => line.TrimEnd()));
        if (Environment.GetEnvironmentVariable("MAINSTAY_SNAPSHOTS") is { Length: > 0 } folder) await File.WriteAllTextAsync(Path.Combine(folder, name), shown, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Help", name), TestContext.Current.CancellationToken), shown);
    }

    [Fact]
    public async Task Every_verb_is_in_the_programs_help()
    {
        var run = await CliRun.OfAsync("--help");
        foreach (var verb in Verbs) Assert.Contains(verb.Data.Split(' ')[0], run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "--help")]
    [InlineData("up", "-h")]
    [InlineData("status", "--help")]
    public async Task Help_shows_examples_and_starts_nothing(string verb, string flag)
    {
        var run = await CliRun.OfAsync(verb, flag);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Examples:\n  mainstay {verb}", run.Out, StringComparison.Ordinal);
    }
}
