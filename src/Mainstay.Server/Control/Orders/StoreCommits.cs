using Mainstay.Core.Failover;
using Mainstay.Server.Store;

namespace Mainstay.Server.Control.Orders;

/// <summary>Compare-and-swaps of one group, with honest results where the answer was lost.</summary>
internal sealed class StoreCommits(IGroupStore store, string group)
{
    /// <summary>
    /// Replaces version <paramref name="expected"/> by <paramref name="next"/>. Committed also when the store holds that very commit already:
    /// it was applied and its answer lost.
    /// </summary>
    public async Task<ActionResult> CommitAsync(long expected, DurableState next, CancellationToken cancellationToken)
    {
        try
        {
            var (written, current) = await store.CompareAndSwapAsync(group, expected, next, cancellationToken);
            return written ? new ActionResult.Committed(current) : Found(next, current);
        }
        catch (StoreException e) when (e.MayHaveBeenWritten)
        {
            return await LookAsync(expected, next, e.Message, cancellationToken);
        }
        catch (StoreException e)
        {
            return new ActionResult.Failed(e.Message);
        }
    }

    private async Task<ActionResult> LookAsync(long expected, DurableState next, string why, CancellationToken cancellationToken)
    {
        try
        {
            var current = await store.ReadAsync(group, cancellationToken);
            // The former version is no proof that the commit will not be applied yet.
            return current.Version == expected ? new ActionResult.Unknown(why) : Found(next, current);
        }
        catch (StoreException e)
        {
            return new ActionResult.Unknown($"{why}; and then: {e.Message}");
        }
    }

    private static ActionResult Found(DurableState next, DurableState current) =>
        current.Nonce == next.Nonce ? new ActionResult.Committed(current) : new ActionResult.Conflict(current);
}
