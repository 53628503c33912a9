using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Starting;

/// <summary>
/// The store on a disk that is full. The disk is a small tmpfs in a mount namespace of the daemon's own (which takes no root), so that nothing
/// is left mounted whatever happens.
/// </summary>
public sealed class FullDiskTests
{
    private static readonly string[] Alone = ["unshare", "--map-root-user", "--mount", "sh", "-c"];

    [Fact]
    public async Task It_does_not_start_on_a_full_disk_and_says_so()
    {
        await using var up = UpProcess.Prepare();
        up.Launch([.. Alone, "mkdir -p \"$0\" && mount -t tmpfs -o size=4k,nr_inodes=1 none \"$0\" && exec \"$@\"", up.Data]);
        Assert.Equal(3, await up.Daemon.WaitAsync(Deadline.InSeconds(20)));
        Assert.Contains("space", up.Daemon.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(up.Data, up.Daemon.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", up.Daemon.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_stops_neither_daemon_nor_endpoints()
    {
        // 1. The store of a group that ran before, moved to a small disk.
        await using var up = await UpProcess.StartAsync();
        await up.InterruptAsync();
        up.Launch([.. Alone,
            "cp -a \"$0/store\" \"$0/store.copy\" && mount -t tmpfs -o size=256k none \"$0/store\" && cp -a \"$0/store.copy/.\" \"$0/store/\" && exec \"$@\"", up.Data]);
        await up.WholeAsync(Deadline.InSeconds(15));
        var inside = $"/proc/{up.Daemon.Id}/root{up.Data}/store/filler";

        // 2. Full: writes go on; a change either is committed all the same or is refused in words that name the cause.
        Fill(inside);
        await up.WriteAsync("full", "1");
        var asked = await up.VerbAsync("switchover");
        if (asked.Status != 0)
        {
            Assert.Equal(3, asked.Status);
            Assert.Matches("(?i)store|space", asked.Errors);
        }

        await up.WriteAsync("full", "2");
        Assert.True(up.Daemon.Runs, up.Daemon.Describe());

        // 3. Room again: the group does what it is asked.
        File.Delete(inside);
        var before = await up.WholeAsync(Deadline.InSeconds(15));
        (await up.PrimaryAsync()).Send(Signal.Kill);
        await up.WholeAsync(Deadline.InSeconds(15), before.Term + 1);
        Assert.Equal("2", await up.ReadAsync("full"));
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 1000; i++) file.Write(page);
        });
    }
}
