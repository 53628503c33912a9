namespace Mainstay.Endpoints.Memcached.Warming;

/// <summary>What must be entered in the table once a part of a request is answered, whether or not somebody still waits for it.</summary>
/// <param name="Table">The cluster's.</param>
/// <param name="Place">Of the key; negative for all keys, which are flushed.</param>
/// <param name="IsCarry">Whether it carries something over; else it is a client's change.</param>
internal readonly record struct WarmGuard(WarmTable Table, int Place, bool IsCarry)
{
    /// <summary>It is answered.</summary>
    public void End()
    {
        if (Place < 0) Table.EndFlush();
        else if (IsCarry) Table.EndCarry(Place);
        else Table.EndChange(Place);
    }
}
