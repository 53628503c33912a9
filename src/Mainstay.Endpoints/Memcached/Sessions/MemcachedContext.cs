using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>What the parts of one memcached client's session share; all of it is used on its loop only.</summary>
internal sealed class MemcachedContext(ClusterEntrance entrance, Channel channel) : ClientContext(entrance, channel)
{
    /// <summary>Bytes of answers that may wait before others' turn, above which nothing more is asked for ahead.</summary>
    private const long MostStored = 256 << 10;

    /// <summary>The same while all clients of the loop leave too much unread.</summary>
    private const long TightStored = 16 << 10;

    /// <summary>The endpoint.</summary>
    public ClusterEntrance Entrance => entrance;

    /// <summary>What its loop has.</summary>
    public ClusterFloor Floor => entrance.Floor;

    /// <summary>Its unanswered requests.</summary>
    public RequestQueue Queue { get; } = new(entrance.Floor.Requests);

    /// <summary>How many keys may be with nodes unanswered.</summary>
    public SendWindow Window { get; } = new();

    /// <summary>How many are.</summary>
    public int KeysDue { get; set; }

    /// <summary>Bytes of answers that wait for their turn.</summary>
    public StoredBytes Stored { get; } = new(entrance.Floor);

    /// <summary>Whether so much of that waits that only what is next is asked for.</summary>
    public bool IsStuffed => Stored.Count > (Floor.IsOutputTight ? TightStored : MostStored);

    /// <inheritdoc/>
    public override int Unanswered => Queue.Count;

    /// <inheritdoc/>
    protected override long FirstNeeded => Queue.Count > 0 ? Queue[0].Start : Taken;

    /// <summary>A line as bytes, with its end.</summary>
    public static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\r\n");

    /// <summary>The line of a request, without its end: where it lies, or copied to <paramref name="scratch"/>.</summary>
    public ReadOnlySpan<byte> LineOf(PendingRequest request, Span<byte> scratch) => Between(request.Start, request.Start + request.LineLength, scratch);

    /// <summary>Bytes of the log: where they lie, or copied to <paramref name="scratch"/>.</summary>
    public ReadOnlySpan<byte> Between(long start, long end, Span<byte> scratch)
    {
        if (Log.IsContiguous(start, end)) return start == end ? default : Log.Slice(start, end);
        return scratch[..Log.Copy(start, end, scratch)];
    }

    /// <summary>Answers a request with an error of ours; what nodes still owe of it is nobody's.</summary>
    public void Fail(PendingRequest request, string error)
    {
        Abandon(request);
        request.Settle(request.IsSilent ? null : Line(error));
    }

    /// <summary>Nobody waits any more for what nodes owe of a request.</summary>
    public void Abandon(PendingRequest request)
    {
        foreach (var part in request.Parts)
        {
            if (part.IsOver || part.Owner is null) continue;
            part.Owner = null;
            KeysDue -= request.Kind == RequestKind.OfKeys ? part.KeysDue : 1;
        }

        request.PartsDue = 0;
    }
}
