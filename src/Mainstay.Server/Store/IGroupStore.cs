using Mainstay.Core.Failover;

namespace Mainstay.Server.Store;

/// <summary>Where terms and topologies are committed. Everything a controller may rely on after a crash is here and nowhere else.</summary>
public interface IGroupStore : IAsyncDisposable
{
    /// <summary>What is committed for <paramref name="group"/>; <see cref="DurableState.Empty"/> when nothing is.</summary>
    /// <exception cref="StoreException">It cannot be read; the message says why and what to do.</exception>
    ValueTask<DurableState> ReadAsync(string group, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the state if its version is still <paramref name="expected"/>; <paramref name="next"/> has version
    /// <paramref name="expected"/> + 1. Durable when it returns.
    /// </summary>
    /// <returns>Whether it was written, and the state the store holds now.</returns>
    /// <exception cref="StoreException">It could not be written, or it is unknown whether it was.</exception>
    ValueTask<(bool Written, DurableState Current)> CompareAndSwapAsync(string group, long expected, DurableState next, CancellationToken cancellationToken);
}
