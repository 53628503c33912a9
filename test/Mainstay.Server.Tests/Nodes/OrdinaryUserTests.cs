using Mainstay.Core.Failover;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>
/// A daemon and its nodes as a user who is not root. Tests that run as root start that daemon as <c>nobody</c>; other tests all run as an
/// ordinary user anyway.
/// </summary>
public sealed class OrdinaryUserTests
{
    private const int Nobody = 65534;

    [Fact]
    public async Task A_daemon_of_an_ordinary_user_starts_its_nodes_and_they_outlive_it()
    {
        using var folder = TempFolder.Create();
        var port = FreePorts.One();
        string[] through = [];
        if (Environment.UserName == "root")
        {
            // The folder is the user's; the program is where everyone may read it.
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
            Assert.Equal(0, (await OwnedProcess.RunAsync("chown", [$"{Nobody}:{Nobody}", folder.Path], Deadline.InSeconds(5))).Status);
            through = ["/usr/bin/setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];
        }

        var data = folder.Combine("data");
        await using var first = ChildHost.StartNodes(data, [$"main-001:{port}"], through);
        await first.PrintsAsync("up, adopted []", Deadline.InSeconds(30));
        Assert.Contains($"main-001: {new ActionResult.Done()}", first.Output, StringComparison.Ordinal);
        var node = Assert.Single(SystemProcess.UsingFolder(data), p => p != first.Id);
        try
        {
            if (through.Length > 0) Assert.Contains($"Uid:\t{Nobody}\t{Nobody}", await File.ReadAllTextAsync($"/proc/{node}/status", TestContext.Current.CancellationToken), StringComparison.Ordinal);
            first.Send(Signal.Kill);
            await first.WaitAsync(Deadline.InSeconds(10));
            await using var second = ChildHost.StartNodes(data, [$"main-001:{port}"], through);
            await second.PrintsAsync("up, adopted [main-001]", Deadline.InSeconds(30));
            Assert.True(SystemProcess.Runs(node));
        }
        finally
        {
            SystemProcess.Send(node, Signal.Kill);
            await Eventually.TrueAsync(() => !SystemProcess.Runs(node), Deadline.InSeconds(10), "the node is gone");
        }
    }
}
