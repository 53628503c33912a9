using Mainstay.Core.Failover;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Store;

public sealed class FileGroupStoreTests : IDisposable
{
    private const int Slot = 64 << 10;

    private readonly TempFolder _folder = TempFolder.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string StateFile => _folder.Combine("main.state");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_group_that_never_ran_is_empty()
    {
        await using var store = Open();
        Assert.Same(DurableState.Empty, await store.ReadAsync("main", Cancel));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_is_committed_comes_back_whole_from_another_process()
    {
        await CommitAsync(1, 3);
        await using var store = Open();
        AssertSame(States.Version(3), await store.ReadAsync("main", Cancel));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile));
    }

    [Fact]
    public async Task An_outdated_version_is_refused_and_told_the_current_state()
    {
        await using var store = Open();
        Assert.True((await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel)).Written);
        var (written, current) = await store.CompareAndSwapAsync("main", 0, States.Version(1) with { Nonce = "late" }, Cancel);
        Assert.False(written);
        AssertSame(States.Version(1), current);
        AssertSame(States.Version(1), await store.ReadAsync("main", Cancel));
    }

    [Fact]
    public async Task Of_many_who_commit_the_same_version_one_wins()
    {
        await using var store = Open();
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
            (Nonce: $"{i}", Result: await store.CompareAndSwapAsync("main", 0, States.Version(1) with { Nonce = $"{i}" }, Cancel))));
        var winner = Assert.Single(results, r => r.Result.Written);
        Assert.All(results, r => Assert.Equal(winner.Nonce, r.Result.Current.Nonce));
    }

    [Fact]
    public async Task Groups_do_not_share_a_state()
    {
        await using var store = Open();
        await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel);
        Assert.Equal(0, (await store.ReadAsync("orders", Cancel)).Version);
    }

    [Fact]
    public async Task A_version_that_does_not_follow_is_a_fault_of_the_caller()
    {
        await using var store = Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CompareAndSwapAsync("main", 0, States.Version(2), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ReadAsync("../main", Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_torn_commit_leaves_the_former_state_wherever_it_broke_off(int commits)
    {
        await CommitAsync(1, commits);
        var former = await File.ReadAllBytesAsync(StateFile, Cancel);
        await CommitAsync(commits + 1, commits + 1);
        var next = await File.ReadAllBytesAsync(StateFile, Cancel);
        var slot = SlotWritten(former, next);
        var length = next.AsSpan(slot, Slot).LastIndexOfAnyExcept((byte)0) + 1;

        for (var kept = 0; kept <= length; kept += kept < 80 || kept > length - 8 ? 1 : 37)
        {
            var torn = (byte[])former.Clone();
            next.AsSpan(slot, kept).CopyTo(torn.AsSpan(slot));
            await File.WriteAllBytesAsync(StateFile, torn, Cancel);
            await using var store = Open();
            var state = await store.ReadAsync("main", Cancel);
            Assert.True(state.Version == commits || torn.AsSpan().SequenceEqual(next), $"{kept} bytes of the commit gave version {state.Version}");

            // The store goes on from there.
            if (kept % 5 == 0) Assert.True((await store.CompareAndSwapAsync("main", state.Version, States.Version(state.Version + 1), Cancel)).Written);
        }
    }

    [Fact]
    public async Task A_file_whose_two_copies_are_damaged_is_refused_and_left_as_it_is()
    {
        await CommitAsync(1, 2);
        var bytes = await File.ReadAllBytesAsync(StateFile, Cancel);
        bytes[100] ^= 1;
        bytes[Slot + 100] ^= 1;
        await AssertRefusedAsync(bytes, "is damaged");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(Slot)]
    [InlineData((2 * Slot) - 1)]
    [InlineData((2 * Slot) + 1)]
    public async Task A_file_of_another_length_is_refused_and_left_as_it_is(int length)
    {
        await CommitAsync(1, 2);
        var bytes = await File.ReadAllBytesAsync(StateFile, Cancel);
        Array.Resize(ref bytes, length);
        await AssertRefusedAsync(bytes, "is damaged");
    }

    [Fact]
    public async Task A_file_of_zeros_is_refused_and_not_taken_for_a_new_group() => await AssertRefusedAsync(new byte[2 * Slot], "is damaged");

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        var slot = StateSlot.Encode(States.Version(1))!;
        var json = System.Text.Encoding.UTF8.GetString(slot.AsSpan(64)).Replace("\"paused\"", "\"invented\"", StringComparison.Ordinal);
        var other = StateSlotBytes.With(System.Text.Encoding.UTF8.GetBytes(json), version: 1, format: 1);
        await AssertRefusedAsync([.. other, .. new byte[(2 * Slot) - other.Length]], "another version");
        other = StateSlotBytes.With(slot.AsSpan(64).ToArray(), version: 1, format: 2);
        await AssertRefusedAsync([.. other, .. new byte[(2 * Slot) - other.Length]], "another version");
    }

    [Fact]
    public async Task A_state_too_large_is_refused_before_anything_is_written()
    {
        await using var store = Open();
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.CompareAndSwapAsync("main", 0, States.TooLarge(1), Cancel));
        Assert.False(refused.MayHaveBeenWritten);
        Assert.Equal(0, (await store.ReadAsync("main", Cancel)).Version);
    }

    [Fact]
    public async Task A_file_removed_under_the_store_is_told_and_not_written_into_the_void()
    {
        await using var store = Open();
        await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel);
        File.Delete(StateFile);
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.CompareAndSwapAsync("main", 1, States.Version(2), Cancel));
        Assert.Contains("removed", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.MayHaveBeenWritten);
    }

    private FileGroupStore Open() => new(_folder.Path, NullLogger<FileGroupStore>.Instance);

    private async Task CommitAsync(int from, int to)
    {
        await using var store = Open();
        for (var version = from; version <= to; version++)
            Assert.True((await store.CompareAndSwapAsync("main", version - 1, States.Version(version), Cancel)).Written);
    }

    private async Task AssertRefusedAsync(byte[] content, string why)
    {
        await File.WriteAllBytesAsync(StateFile, content, Cancel);
        await using var store = Open();
        var read = await Assert.ThrowsAsync<StoreException>(async () => await store.ReadAsync("main", Cancel));
        var write = await Assert.ThrowsAsync<StoreException>(async () => await store.CompareAndSwapAsync("main", 0, States.Version(1), Cancel));
        Assert.All([read, write], e =>
        {
            Assert.Contains(why, e.Message, StringComparison.Ordinal);
            Assert.Contains(StateFile, e.Message, StringComparison.Ordinal);
            Assert.False(e.MayHaveBeenWritten);
        });
        Assert.Equal(content, await File.ReadAllBytesAsync(StateFile, Cancel));
    }

    private static int SlotWritten(byte[] before, byte[] after) => before.AsSpan(0, Slot).SequenceEqual(after.AsSpan(0, Slot)) ? Slot : 0;

    // Records compare arrays by reference; what is written of two states compares them by content.
    private static void AssertSame(DurableState expected, DurableState actual) => Assert.Equal(StateSlot.Encode(expected), StateSlot.Encode(actual));
}
