using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Installing;

/// <summary>What a newcomer does: clone, and type one command.</summary>
public sealed class CleanCloneTests
{
    [Fact]
    public async Task A_clean_clone_comes_up_by_the_readmes_command_and_survives_its_primary()
    {
        using var folder = TempFolder.Create();
        using var ports = PortOffset.Reserve();
        var clone = folder.Combine("mainstay");
        var cloned = await OwnedProcess.RunAsync("git", ["clone", "-q", MainstayProgram.Root, clone], Deadline.InSeconds(60));
        Assert.True(cloned.Status == 0, $"{cloned}");
        Assert.Contains("./mainstay up", await File.ReadAllTextAsync(Path.Combine(clone, "README.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // 1. From another folder: the script finds its sources, and --data stays relative to the caller.
        var offset = ports.Value.ToString(CultureInfo.InvariantCulture);
        await using (var up = OwnedProcess.Start(Path.Combine(clone, "mainstay"), ["up", "--port-offset", offset, "--data", "here"], folder.Path))
        {
            try
            {
                var before = await Eventually.GetAsync(() => StatusView.GetAsync(ports.Web), status => status.Groups.Single().IsWhole, Deadline.InSeconds(480), "a clean clone is up");
                Assert.True(Directory.Exists(folder.Combine("here", "store")), up.Describe());

                // 2. The one thing it is for.
                await WriteAsync(ports.Primary);
                var group = before.Groups.Single();
                var primary = await DataNode.AtAsync(group.Primary!, group.Nodes.Single(node => node.Name == group.Primary).Port);
                primary.Send(Signal.Kill);
                Assert.Equal("hello", (await RespClient.AskAsync(ports.Primary, "GET", "greeting")).Text);
            }
            finally
            {
                up.SendGroup(Signal.Interrupt);
            }

            try
            {
                Assert.Equal(0, await up.WaitAsync(Deadline.InSeconds(30)));
                Assert.Empty(SystemProcess.UsingFolder(folder.Combine("here")));
            }
            finally
            {
                await SystemProcess.KillUsingFolderAsync(folder.Path);
            }
        }

        // 3. The same without a data server and without a package tool: the command to type, or what is missing.
        using var bare = BarePath();
        var refused = await OwnedProcess.RunAsync(Path.Combine(clone, "mainstay"), ["up", "--port-offset", offset, "--data", "here"], Deadline.InSeconds(60), folder.Path,
            new Dictionary<string, string?> { ["PATH"] = bare.Path });
        Assert.True(refused.Status == 3, $"{refused}");
        Assert.Contains("redis", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("memcached", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("install", refused.Errors, StringComparison.Ordinal);

        // 4. The clone stays clean beside its sources.
        var status = await OwnedProcess.RunAsync("git", ["-C", clone, "status", "--porcelain"], Deadline.InSeconds(20));
        Assert.Equal("", status.Output.Trim());
    }

    /// <summary>A folder that has what is on PATH, but for data servers and package tools.</summary>
    /// <summary>Writes, and waits for a replica to have it: what is only acknowledged may be gone with a primary that crashes at once.</summary>
    private static async Task WriteAsync(int port)
    {
        using var client = await RespClient.ConnectAsync(port);
        Assert.Equal("OK", (await client.CallAsync("SET", "greeting", "hello")).Text);
        Assert.InRange((await client.CallAsync("WAIT", "1", "10000")).Number, 1, 2);
    }

    private static TempFolder BarePath()
    {
        string[] without = ["redis-server", "valkey-server", "memcached", "apt-get", "dnf", "apk", "pacman", "brew"];
        var bare = TempFolder.Create();
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Directory.Exists))
            foreach (var program in Directory.EnumerateFiles(folder))
                if (Path.GetFileName(program) is var name && !without.Contains(name) && !File.Exists(bare.Combine(name))) File.CreateSymbolicLink(bare.Combine(name), program);
        return bare;
    }
}
