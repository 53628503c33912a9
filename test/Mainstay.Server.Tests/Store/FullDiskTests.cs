using Mainstay.Server.Store;
using Mainstay.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Store;

/// <summary>
/// A disk without a free byte: a real small one where the tests run as root; elsewhere <c>/dev/full</c> in the place of the file that a
/// commit begins with, which answers every write as a full disk does.
/// </summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_commit_on_a_full_disk_is_refused_with_what_to_do_and_succeeds_once_there_is_space()
    {
        using var disk = SmallDisk.TryMount(400 << 10);
        using var folder = TempFolder.Create();
        var path = disk?.Path ?? folder.Path;
        var unfinished = Path.Combine(path, "main.state.new");
        if (disk is null) File.CreateSymbolicLink(unfinished, "/dev/full");
        disk?.Fill();

        await using var store = new FileGroupStore(path, NullLogger<FileGroupStore>.Instance);
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel));
        Assert.False(refused.MayHaveBeenWritten);
        Assert.Contains(Path.Combine(path, "main.state"), refused.Message, StringComparison.Ordinal);
        Assert.Matches(disk is null ? @"disk is full \(\d+ bytes free\)\. Free some space" : @"disk is full \(0 bytes free\)\. Free some space", refused.Message);
        Assert.Equal(0, (await store.ReadAsync("main", Cancel)).Version);

        disk?.Free();
        Assert.True((await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel)).Written);
    }

    [Fact]
    public async Task A_disk_that_became_full_does_not_prevent_a_commit()
    {
        using var disk = SmallDisk.TryMount(400 << 10);
        using var folder = TempFolder.Create();
        await using var store = new FileGroupStore(disk?.Path ?? folder.Path, NullLogger<FileGroupStore>.Instance);
        Assert.True((await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel)).Written);
        var file = new FileInfo(Path.Combine(disk?.Path ?? folder.Path, "main.state"));

        // Where no disk can be made full, what makes it true is checked: all space is taken from the first commit on.
        Assert.True(Blocks(file.FullName) * 512 >= file.Length);
        disk?.Fill();
        for (var version = 2; version <= 9; version++)
            Assert.True((await store.CompareAndSwapAsync("main", version - 1, States.Version(version), Cancel)).Written);
        file.Refresh();
        Assert.Equal(128 << 10, file.Length);
    }

    [Fact]
    public void A_data_directory_on_a_full_disk_is_refused_with_what_to_do()
    {
        using var disk = SmallDisk.TryMount(64 << 10);
        using var folder = TempFolder.Create();
        var path = disk?.Path ?? folder.Path;
        if (disk is null) File.CreateSymbolicLink(Path.Combine(path, "FORMAT.new"), "/dev/full");
        disk?.Fill();
        if (disk is not null) File.Move(Path.Combine(path, "filler"), Path.Combine(path, "lost+found"));

        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path));
        Assert.Contains("disk is full (", refused.Message, StringComparison.Ordinal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    private static long Blocks(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true })!;
        return long.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
