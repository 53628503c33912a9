using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>Who takes the replies of one connection, in order.</summary>
internal interface IReplySink
{
    /// <summary>Takes one whole reply; valid during the call. False when it makes no sense: the connection can't be used on.</summary>
    bool Take(RespType type, ReadOnlySpan<byte> frame);

    /// <summary>What to do with a reply that is longer than what was collected of it. Asked once more when it was to be collected and has grown.</summary>
    StreamMode BeginStream(RespType type, ReadOnlySpan<byte> beginning);

    /// <summary>A piece of a reply that is forwarded.</summary>
    void Forward(ReadOnlySpan<byte> part);

    /// <summary>A reply that was forwarded or discarded has ended.</summary>
    void EndStream(StreamMode mode, long length);
}
