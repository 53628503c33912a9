using Mainstay.Core;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What all sessions of one group on one loop stand on. Used on that loop only.</summary>
internal sealed class SessionFloor(UpstreamSetting setting, MemoryBudget budget)
{
    /// <summary>Bytes of replies that all clients of the group on this loop may leave unread before each is given less.</summary>
    private const long TightBytes = 128L << 20;

    /// <summary>The loop.</summary>
    public EventLoop Loop => setting.Loop;

    /// <summary>How nodes are reached.</summary>
    public UpstreamSetting Setting => setting;

    /// <summary>The connections that sessions share.</summary>
    public SharedLinks Links { get; } = new(setting);

    /// <summary>What requests may take.</summary>
    public BudgetShare Budget { get; } = new(budget);

    /// <summary>Commands to be used again.</summary>
    public CommandPool Commands { get; } = new();

    /// <summary>For looking at requests that come in.</summary>
    public ArgumentRanges RequestRanges { get; } = new();

    /// <summary>For looking at requests again when they are sent or answered.</summary>
    public ArgumentRanges Ranges { get; } = new();

    /// <summary>Bytes of replies that clients have not read.</summary>
    public long UnreadBytes { get; set; }

    /// <summary>Clients that wait for memory to be read from. While there are any, those whose requests are unanswered are not read from.</summary>
    public int Starving { get; set; }

    /// <summary>Whether that is too much.</summary>
    public bool IsOutputTight => UnreadBytes > TightBytes;

    /// <summary>The time of this turn.</summary>
    public Instant Now => setting.Loop.Now;
}
