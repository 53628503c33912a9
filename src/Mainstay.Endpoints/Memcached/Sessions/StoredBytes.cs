using Mainstay.Endpoints.Clients;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>The books of what one client's answers take that wait for their turn. They count into what its loop's clients leave unread.</summary>
/// <param name="floor">What its loop has.</param>
internal sealed class StoredBytes(ClientFloor floor)
{
    /// <summary>Bytes that wait.</summary>
    public long Count { get; private set; }

    /// <summary>Enters bytes, or strikes them out where they are negative.</summary>
    public void Add(long bytes)
    {
        Count += bytes;
        floor.UnreadBytes += bytes;
    }
}
