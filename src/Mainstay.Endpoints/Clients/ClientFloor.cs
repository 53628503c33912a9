using Mainstay.Core;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Clients;

/// <summary>What all clients of one group or cluster on one loop stand on, whatever they speak. Used on that loop only.</summary>
/// <param name="loop">The loop.</param>
/// <param name="budget">What requests may take, on all loops.</param>
internal class ClientFloor(EventLoop loop, MemoryBudget budget)
{
    /// <summary>Bytes of replies that all clients on this loop may leave unread before each is given less.</summary>
    private const long TightBytes = 128L << 20;

    /// <summary>The loop.</summary>
    public EventLoop Loop => loop;

    /// <summary>What requests may take.</summary>
    public BudgetShare Budget { get; } = new(budget);

    /// <summary>Bytes of replies that clients have not read.</summary>
    public long UnreadBytes { get; set; }

    /// <summary>Clients that wait for memory to be read from. While there are any, those whose requests are unanswered are not read from.</summary>
    public int Starving { get; set; }

    /// <summary>Whether that is too much.</summary>
    public bool IsOutputTight => UnreadBytes > TightBytes;

    /// <summary>The time of this turn.</summary>
    public Instant Now => loop.Now;
}
