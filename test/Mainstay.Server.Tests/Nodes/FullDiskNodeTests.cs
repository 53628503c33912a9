using Mainstay.Core.Failover;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Store;
using Mainstay.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>
/// A disk that became full must keep neither a daemon nor a node from coming back. A real small disk where the tests run as root; elsewhere
/// folders stand where new files would have to be written, which fails as well.
/// </summary>
public sealed class FullDiskNodeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Daemon_store_and_node_come_back_on_a_disk_that_became_full()
    {
        using var disk = SmallDisk.TryMount(1 << 20);
        using var folder = TempFolder.Create();
        await using var rig = NodeRig.At(Path.Combine(disk?.Path ?? folder.Path, "data"));
        var pid = await rig.StartAsync();
        await using (var store = Store(rig))
            await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel);
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await rig.CloseAsync();

        disk?.Fill();
        if (disk is null) Directory.CreateDirectory(rig.Files().Identity + ".new");
        rig.Open();
        Assert.NotEqual(pid, await rig.StartAsync());
        await using (var store = Store(rig))
            Assert.True((await store.CompareAndSwapAsync("main", 1, States.Version(2), Cancel)).Written);

        // What could not be written down is found all the same.
        pid = rig.Supervisor.Activity("main-001")!.ProcessId;
        await rig.CloseAsync();
        rig.Open();
        await rig.Supervisor.AdoptAsync(Cancel);
        Assert.Equal(pid, await rig.StartAsync());
    }

    [Fact]
    public async Task The_first_start_on_a_full_disk_is_refused_with_what_to_do()
    {
        using var disk = SmallDisk.TryMount(1 << 20);
        using var folder = TempFolder.Create();
        await using var rig = NodeRig.At(Path.Combine(disk?.Path ?? folder.Path, "data"));
        disk?.Fill();
        if (disk is null) File.CreateSymbolicLink(rig.Files().Configuration + ".new", "/dev/full");
        var failed = Assert.IsType<ActionResult.Failed>(await rig.Supervisor.StartAsync("main-001", Cancel));
        Assert.Contains("disk is full", failed.Why, StringComparison.Ordinal);
        disk?.Free();
        await rig.StartAsync();
    }

    private static FileGroupStore Store(NodeRig rig) => new(rig.Data.Store, NullLogger<FileGroupStore>.Instance);
}
