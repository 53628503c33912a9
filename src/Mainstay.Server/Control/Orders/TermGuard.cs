using Mainstay.Core.Failover;
using Mainstay.Server.Store;

namespace Mainstay.Server.Control.Orders;

/// <summary>Asks the store which term holds, each time anew: what this controller believes may be old by the time it acts.</summary>
internal sealed class TermGuard(IGroupStore store, string group)
{
    /// <summary>What somebody else committed meanwhile, so that an order of <paramref name="term"/> must not be given any more; null while the term holds.</summary>
    /// <exception cref="StoreException">The store can't be read; then nothing is ordered either.</exception>
    public async ValueTask<DurableState?> SupersededAsync(ulong term, CancellationToken cancellationToken)
    {
        var current = await store.ReadAsync(group, cancellationToken);
        return current.Term == term ? null : current;
    }
}
