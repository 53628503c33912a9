using System.Buffers;
using System.Collections.Concurrent;
using Mainstay.Core.Failover;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Store;

/// <summary>
/// The store of a single machine: one <see cref="StateFile"/> a group, in a folder that this process holds exclusively
/// (<see cref="DataDirectory"/>). A commit takes one write and one fdatasync.
/// </summary>
/// <param name="folder">Where the files are; it exists.</param>
/// <param name="logger">Told of an interrupted commit that was found.</param>
public sealed partial class FileGroupStore(string folder, ILogger<FileGroupStore> logger) : IGroupStore
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly ConcurrentDictionary<string, Entry> _groups = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<DurableState> ReadAsync(string group, CancellationToken cancellationToken) =>
        WithAsync(group, file => Read(group, file), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(bool Written, DurableState Current)> CompareAndSwapAsync(
        string group, long expected, DurableState next, CancellationToken cancellationToken)
    {
        if (next.Version != expected + 1)
            throw new ArgumentException($"The next state must have version {expected + 1}, and has {next.Version}.", nameof(next));
        return WithAsync(
            group,
            file =>
            {
                var current = Read(group, file);
                if (current.Version != expected) return (false, current);
                file.Write(next);
                return (true, next);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, entry) in _groups)
        {
            // Waits for a commit under way; one begun later finds its file closed.
            await entry.Gate.WaitAsync().ConfigureAwait(false);
            entry.File.Dispose();
            entry.Gate.Dispose();
        }
    }

    private DurableState Read(string group, StateFile file)
    {
        var state = file.Read();
        if (file.TakeUnreadableSlot()) Log.InterruptedCommit(logger, group, state.Version);
        return state;
    }

    // Disks take milliseconds, sometimes seconds: never on the caller's thread. A commit that was begun is finished, cancelled or not.
    private async ValueTask<T> WithAsync<T>(string group, Func<StateFile, T> work, CancellationToken cancellationToken)
    {
        var entry = _groups.GetOrAdd(group, name => new Entry(new StateFile(PathOf(name))));
        await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => work(entry.File), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private string PathOf(string group)
    {
        if (group.Length is 0 or > 63 || group.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
            throw new ArgumentException($"“{group}” is no name of a group.", nameof(group));
        return Path.Combine(folder, group + ".state");
    }

    private sealed record Entry(StateFile File)
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "store of group {Group}: one of the two copies does not verify, as after a commit that a crash interrupted; going on with version {Version}",
            EventName = "store-interrupted-commit")]
        public static partial void InterruptedCommit(ILogger logger, string group, long version);
    }
}
