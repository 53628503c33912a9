using System.Text.Json;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>What was backed up comes back, here and on a machine that never had it; what cannot be loaded replaces nothing.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_restored_on_a_fresh_machine_gives_the_same_keys()
    {
        // 1. Data of several kinds, under writes, and a backup from a replica.
        await using var old = await StartedAsync();
        using (var client = await ServeProcess.LoggedInAsync(old.Primary)) await FillAsync(client);
        await SameEverywhereAsync(old);
        var digest = await DigestAsync(old, 1);
        var taken = await VerbAsync(old, "backup", "orders", "-o", "json");
        Assert.Equal(0, taken.Status);
        using var manifest = JsonDocument.Parse(taken.Output);
        Assert.Equal(("replica", 1), (manifest.RootElement.GetProperty("role").GetString(), manifest.RootElement.GetProperty("term").GetInt32()));
        var file = manifest.RootElement.GetProperty("path").GetString()!;

        // 2. A fresh machine with other data.
        await using var fresh = await StartedAsync();
        using (var client = await ServeProcess.LoggedInAsync(fresh.Primary)) await client.CallAsync("SET", "only-here", "1");
        var plan = await VerbAsync(fresh, "restore", "orders", file, "--dry-run");
        Assert.Contains("replace all data of orders: 1 keys", plan.Output, StringComparison.Ordinal);
        var restored = await VerbAsync(fresh, "restore", "orders", file, "--yes");
        Assert.True(restored.Status == 0, restored.ToString());
        Assert.Contains("the backup is in force: orders-002 leads with it in term 2", restored.Output, StringComparison.Ordinal);

        // 3. Every node has the same keys as the old ones, through the endpoint as well; what was there is kept.
        await SameEverywhereAsync(fresh);
        Assert.Equal(digest, await DigestAsync(fresh, 1));
        using (var client = await ServeProcess.LoggedInAsync(fresh.Primary)) Assert.Equal("v7", (await client.CallAsync("GET", "string-7")).Value);
        Assert.Contains("before-restore", (await VerbAsync(fresh, "backup", "orders", "--list")).Output, StringComparison.Ordinal);

        // 4. It survives what comes next: every node killed at once, from the files they have now.
        foreach (var process in new[] { await fresh.ProcessAsync(1), await fresh.ProcessAsync(2), await fresh.ProcessAsync(3) }) SystemProcess.Send(process, Signal.Kill);
        await Eventually.GetAsync(fresh.StatusAsync, status => status.Groups.All(group => group.IsWhole), Deadline.InSeconds(60), "the group is whole again");
        await SameEverywhereAsync(fresh);
        Assert.Equal(digest, await DigestAsync(fresh, 1));
        Assert.DoesNotContain(ServeProcess.Password, restored.Output + restored.Errors + plan.Output + fresh.Daemon.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_cannot_load_replaces_nothing()
    {
        await using var serve = await StartedAsync();
        using var client = await ServeProcess.LoggedInAsync(serve.Primary);
        await client.CallAsync("SET", "kept", "1");

        // Of a later format, and without a checksum: only the server itself can tell.
        var file = Path.Combine(Path.GetDirectoryName(serve.File)!, "later.rdb");
        await System.IO.File.WriteAllBytesAsync(file, [.. "REDIS0099"u8, 0xFE, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0], TestContext.Current.CancellationToken);
        var refused = await VerbAsync(serve, "restore", "orders", file, "--yes");
        Assert.Equal(3, refused.Status);
        Assert.Contains("could not be filled with the backup", refused.Errors, StringComparison.Ordinal);
        await Eventually.GetAsync(serve.StatusAsync, status => status.Groups.All(group => group.IsWhole), Deadline.InSeconds(60), "the group is whole again");
        Assert.Equal("1", (await client.CallAsync("GET", "kept")).Value);
        await SameEverywhereAsync(serve);

        // Half a file is seen before anything is touched.
        await System.IO.File.WriteAllBytesAsync(file, [.. "REDIS0010"u8, 0xFE], TestContext.Current.CancellationToken);
        var term = (await serve.StatusAsync()).Groups[0].Term;
        Assert.Contains("it is not whole, or was changed", (await VerbAsync(serve, "restore", "orders", file, "--yes")).Errors, StringComparison.Ordinal);
        Assert.Equal(term, (await serve.StatusAsync()).Groups[0].Term);
    }

    [Fact]
    public async Task A_restore_that_is_cut_short_leaves_the_old_data_or_the_new_and_nothing_between()
    {
        await using var serve = await StartedAsync();
        using (var client = await ServeProcess.LoggedInAsync(serve.Primary)) await FillAsync(client);
        await SameEverywhereAsync(serve);
        var before = await DigestAsync(serve, 1);
        Assert.Equal(0, (await VerbAsync(serve, "backup", "orders")).Status);
        var file = (await VerbAsync(serve, "backup", "orders", "--list", "-o", "json")).Output;
        using var list = JsonDocument.Parse(file);
        var name = list.RootElement.GetProperty("backups")[0].GetProperty("path").GetString()!;
        using (var client = await ServeProcess.LoggedInAsync(serve.Primary)) await client.CallAsync("SET", "later", "1");
        await SameEverywhereAsync(serve);
        var after = await DigestAsync(serve, 1);

        // The daemon is killed while the verb runs, somewhere between its first step and its last.
        var restoring = VerbAsync(serve, "restore", "orders", name, "--yes");
        await Eventually.TrueAsync(() => serve.Daemon.Errors.Contains("puts a backup in the place", StringComparison.Ordinal), Deadline.InSeconds(20), "the restore began");
        serve.Daemon.Send(Signal.Kill);
        await serve.Daemon.WaitAsync(Deadline.InSeconds(15));
        await restoring;
        await serve.StartAsync();
        await SameEverywhereAsync(serve);
        Assert.Contains(await DigestAsync(serve, 1), new[] { before, after });
    }

    private static async Task<ServeProcess> StartedAsync()
    {
        var serve = new ServeProcess();
        serve.Write(serve.Text().Replace("maxmemory: 64mb,", "maxmemory: 64mb, enable-debug-command: \"yes\",", StringComparison.Ordinal));
        try
        {
            await serve.StartAsync();
            return serve;
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }
    }

    private static async Task FillAsync(RespClient client)
    {
        await client.CallAllAsync([.. Enumerable.Range(0, 2000).Select(n => new[] { "SET", $"string-{n}", $"v{n}" })]);
        await client.CallAllAsync([.. Enumerable.Range(0, 200).Select(n => new[] { "HSET", "hash", $"field-{n}", $"{n}" })]);
        await client.CallAllAsync([.. Enumerable.Range(0, 200).Select(n => new[] { "ZADD", "sorted", $"{n}", $"member-{n}" })]);
        await client.CallAllAsync([.. Enumerable.Range(0, 200).Select(n => new[] { "XADD", "stream", $"{n + 1}-1", "n", $"{n}" })]);
        await client.CallAsync("SET", "fleeting", "1", "EX", "86400");
        await client.CallAsync("SELECT", "3");
        await client.CallAsync("RPUSH", "list", "a", "b", "c");
    }

    private static Task SameEverywhereAsync(ServeProcess serve) => Eventually.FineAsync(
        async () =>
        {
            var digests = new List<string>();
            for (var node = 1; node <= 3; node++) digests.Add(await DigestAsync(serve, node));
            return digests.Distinct().Count() == 1 ? null : string.Join(' ', digests);
        },
        Deadline.InSeconds(30),
        "all nodes hold the same");

    private static async Task<string> DigestAsync(ServeProcess serve, int node)
    {
        using var client = await ServeProcess.LoggedInAsync(serve.Node(node));
        return (await client.CallAsync("DEBUG", "DIGEST")).ToString()!;
    }

    private static Task<ProcessResult> VerbAsync(ServeProcess serve, params string[] words) => MainstayProgram.RunAsync([.. words, "--api", serve.Api]);
}
