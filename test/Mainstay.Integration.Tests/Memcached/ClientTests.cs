using System.Globalization;
using Mainstay.Integration.Tests.Clients;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>Clients of others, which know nothing of a cluster, at the configuration endpoint: it is one memcached to them, also while a node ends.</summary>
public sealed class ClientTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private static readonly string[] Libraries = ["pymemcache", "pylibmc", "memcached", "memcache-client"];

    private string Port => fixture.Up.Pages.Configuration.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("pymemcache")]
    [InlineData("pylibmc")]
    [InlineData("memcached")]
    [InlineData("memcache-client")]
    public async Task It_does_all_that_it_does_at_a_memcached(string library)
    {
        await fixture.Up.Pages.WholeAsync(Deadline.InSeconds(10));
        var (program, arguments) = Command(library, "check");
        var result = await OwnedProcess.RunAsync(program, arguments, Deadline.InSeconds(30), NeededProgram.Folder);
        Assert.True(result is { Status: 0, Output: "done\n" }, $"{library}: {result}");
    }

    [Fact]
    public async Task None_notices_that_a_node_ends_and_another_process_takes_its_place()
    {
        var cluster = fixture.Up.Pages;
        var before = await cluster.WholeAsync(Deadline.InSeconds(10));
        var walks = new List<(string Library, OwnedProcess Process)>();
        try
        {
            foreach (var library in Libraries)
            {
                var (program, arguments) = Command(library, "walk");
                walks.Add((library, OwnedProcess.Start(program, arguments, NeededProgram.Folder)));
            }

            await GoOnAsync(walks, 50);
            await cluster.SignalAsync(0, Signal.Kill);
            await cluster.WholeAsync(Deadline.InSeconds(5), before.Version!.Value + 1);

            // All keys of each, on both nodes, at least once more.
            await GoOnAsync(walks, 120);
            Assert.All(walks, walk => Assert.True(Walk(walk.Process).Errors.Count == 0, $"{walk.Library}: {Walk(walk.Process)}"));
        }
        finally
        {
            foreach (var (_, process) in walks) await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Libmemcacheds_tools_copy_show_and_remove()
    {
        await fixture.Up.Pages.WholeAsync(Deadline.InSeconds(10));
        using var folder = TempFolder.Create();
        var text = $"what a file has\r\nEND\r\n{new string('x', 100_000)}\n";
        string[] names = [.. Enumerable.Range(0, 20).Select(number => $"tool-{number}")];
        foreach (var name in names) await File.WriteAllTextAsync(folder.Combine(name), text, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ToolAsync("memcping")).Status);
        Assert.Equal(0, (await ToolAsync("memccp", [.. names.Select(name => folder.Combine(name))])).Status);
        foreach (var name in names)
        {
            var saved = folder.Combine("saved");
            var shown = await ToolAsync("memccat", $"--file={saved}", name);
            Assert.True(shown.Status == 0, $"{shown}");
            Assert.Equal(text, await File.ReadAllTextAsync(saved, TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, (await ToolAsync("memcexist", names[0])).Status);
        Assert.Equal(0, (await ToolAsync("memctouch", "--expire=60", names[0])).Status);
        Assert.Equal(0, (await ToolAsync("memcrm", names[0])).Status);
        Assert.NotEqual(0, (await ToolAsync("memcexist", names[0])).Status);
        var stat = await ToolAsync("memcstat");
        Assert.True(stat.Status == 0 && stat.Output.Contains("curr_items", StringComparison.Ordinal), $"{stat}");
        Assert.Equal(0, (await ToolAsync("memcflush")).Status);
        Assert.NotEqual(0, (await ToolAsync("memcexist", names[1])).Status);
    }

    private static ClientWalk Walk(OwnedProcess process) => ClientWalk.Parse(process.Output + process.Errors);

    private static async Task GoOnAsync(List<(string Library, OwnedProcess Process)> walks, int count)
    {
        var until = walks.Select(walk => Walk(walk.Process).Answers.Count + count).ToArray();
        for (var i = 0; i < walks.Count; i++)
        {
            var (library, process) = walks[i];
            await Eventually.FineAsync(() => Walk(process) is var walk && walk.Answers.Count >= until[i] ? null : walk.ToString(), Deadline.InSeconds(20), $"{library} has {count} more answers");
        }
    }

    private (string Program, string[] Arguments) Command(string library, string mode) => library is "pymemcache" or "pylibmc"
        ? (NeededProgram.PythonWith(library), ["plain.py", library, Port, $"{library}-{mode}:", mode])
        : (NeededProgram.NodeWith(library), ["plain.mjs", library, Port, $"{library}-{mode}:", mode]);

    private Task<ProcessResult> ToolAsync(string tool, params string[] arguments) =>
        OwnedProcess.RunAsync(NeededProgram.Find(tool, "libmemcached-tools"), [$"--servers=127.0.0.1:{Port}", .. arguments], Deadline.InSeconds(20));
}
