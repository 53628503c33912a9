using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Clients;

/// <summary>Replies on their way to a client. What it does not read is bounded: above the high water nothing more is asked for it.</summary>
/// <param name="channel">The client.</param>
/// <param name="floor">What its loop has.</param>
/// <param name="counters">Where bytes are counted.</param>
internal sealed class ClientOutput(Channel channel, ClientFloor floor, EndpointCounters counters)
{
    /// <summary>Bytes unsent above which nothing more is read, from the client or from a node of its own.</summary>
    private const long HighWater = 256 << 10;

    private readonly SendBuffer _bytes = new(floor.Loop.Blocks);
    private long _counted;

    /// <summary>Bytes that the system has not taken.</summary>
    public long Unsent => _bytes.Unsent;

    /// <summary>Whether more is unsent than the high water, which is lower while all clients together leave too much unread.</summary>
    public bool IsFull => _bytes.Unsent > (floor.IsOutputTight ? BlockPool.Size : HighWater);

    /// <summary>Bytes ever sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Takes bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Append(bytes);

    /// <summary>Sends what the system takes; whether that was all.</summary>
    public bool Flush()
    {
        var before = _bytes.Unsent;
        var all = _bytes.SendTo(channel);
        Sent += before - _bytes.Unsent;
        counters.Add(EndpointCounter.BytesOut, before - _bytes.Unsent);
        Count();
        return all;
    }

    /// <summary>Nothing more can be sent.</summary>
    public void Break()
    {
        _bytes.Clear();
        Count();
    }

    /// <summary>Enters what is unsent in the books of the loop.</summary>
    private void Count()
    {
        if (_counted == _bytes.Unsent) return;
        floor.UnreadBytes += _bytes.Unsent - _counted;
        _counted = _bytes.Unsent;
    }
}
