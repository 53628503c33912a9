using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Every command of the server, directly and through an endpoint: the same bytes come back.</summary>
public sealed class CorpusTests
{
    private const int MostShown = 25;

    /// <summary>Commands of which no case gets anything but errors, and why.</summary>
    private static Dictionary<string, string> NeverGood(int protocol) => new(protocol == 2 ? [new("CLIENT CACHING", "only in RESP3, without a second connection")] : [])
    {
        ["ASKING"] = "only in a cluster",
        ["READONLY"] = "only in a cluster",
        ["READWRITE"] = "only in a cluster",
        ["FUNCTION KILL"] = "nothing runs that could be ended",
        ["SCRIPT KILL"] = "nothing runs that could be ended",
        ["LATENCY GRAPH"] = "nothing was slow",
    };

    [Theory]
    [InlineData(2, UpstreamUse.Shared)]
    [InlineData(3, UpstreamUse.Shared)]
    [InlineData(3, UpstreamUse.Dedicated)]
    public async Task The_same_bytes_come_back_as_from_the_server(int protocol, UpstreamUse upstream)
    {
        await using var fixture = await CorpusFixture.StartAsync(upstream);
        var commands = await CommandDoc.AllAsync(fixture.Direct);
        List<CorpusCase> cases = [.. Examples(), .. GeneratedCases.For(commands)];
        await using var direct = new CorpusPath(fixture.Direct, fixture.Direct, protocol);
        await using var through = new CorpusPath(fixture.Through, fixture.Direct, protocol);
        var neverGood = NeverGood(protocol);
        var wrong = new List<string>();
        var differing = new HashSet<string>();
        var good = new HashSet<string>();
        var named = commands.Select(command => command.Name).ToLookup(name => name.Split(' ')[0]);
        foreach (var what in cases.Where(what => protocol == 3 || !what.OnlyResp3))
        {
            var (expected, received) = (await direct.RunAsync(what), await AskAsync(through, what));
            foreach (var step in expected.Good(what)) good.UnionWith(named[step.Words is [var first, ..] ? first.ToUpperInvariant() : ""].Where(step.Is));
            var designed = DesignedDifference.In(what).ToList();
            var same = Normalisation.Of(what, expected.Text) == Normalisation.Of(what, received.Text);
            if (!same && designed.Count > 0) differing.UnionWith(designed.Select(one => one.Command));
            else if (!same) wrong.Add($"{what}{Environment.NewLine}    {Transcript.Difference(Normalisation.Of(what, expected.Text), Normalisation.Of(what, received.Text))}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.Count} cases, {cases.Sum(what => what.Steps.Count)} requests, {wrong.Count} differ"));

        // Besides: what may differ does, and every command was tried, and worked.
        Assert.Multiple(
            () => Assert.True(wrong.Count == 0, $"{wrong.Count} cases of {cases.Count} differ:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(MostShown))}"),
            () => Assert.InRange(DesignedDifference.Table.Count, 1, 25),
            () => Assert.Equal(DesignedDifference.Table.Select(one => one.Command).Order(StringComparer.Ordinal), differing.Order(StringComparer.Ordinal)),
            () => Assert.Equal([], commands.Select(command => command.Name).Where(name => !cases.Any(what => what.Uses(name)))),
            () => Assert.Equal([], commands.Where(command => !IsDesigned(command)).Select(command => command.Name).Where(name => !good.Contains(name) && !neverGood.ContainsKey(name))),
            () => Assert.Equal([], neverGood.Keys.Where(good.Contains)));
    }

    private static bool IsDesigned(CommandDoc command) => DesignedDifference.Of(new CorpusStep(1, command.Words)) is not null;

    private static async Task<Transcript> AskAsync(CorpusPath path, CorpusCase what)
    {
        try
        {
            return await path.RunAsync(what);
        }
        catch (TimeoutException late)
        {
            return new Transcript($"(late: {late.Message})");
        }
    }

    private static IEnumerable<CorpusCase> Examples()
    {
        var folder = Path.Combine(MainstayProgram.Root, "test", "Mainstay.Integration.Tests", "Corpus", "examples");
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
                if (lines[i].Length > 0 && lines[i][0] != '#') yield return CaseText.Parse(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{i + 1}"), lines[i]);
        }
    }
}
