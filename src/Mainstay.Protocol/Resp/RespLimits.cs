namespace Mainstay.Protocol.Resp;

/// <summary>
/// What a peer may announce before it counts as broken. No length is ever believed beyond these, and nothing is allocated for
/// a length that was only announced.
/// </summary>
public sealed record RespLimits
{
    /// <summary>The server's own defaults for requests, and a nesting bound that no reply of a command reaches.</summary>
    public static RespLimits Default { get; } = new();

    /// <summary>Longest bulk string, in bytes. Default 512 MiB, as <c>proto-max-bulk-len</c>.</summary>
    public long MaxBulkBytes { get; init; } = 512L << 20;

    /// <summary>Most arguments of one request. Default 1 048 576.</summary>
    public int MaxRequestArguments { get; init; } = 1 << 20;

    /// <summary>Most elements one aggregate of a reply announces; a map's pair counts two. Default 2^31 - 1.</summary>
    public long MaxReplyElements { get; init; } = int.MaxValue;

    /// <summary>Deepest nesting of a reply's aggregates. Default 32; 1 to 1024.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Longest line of a reply (status, error, number), in bytes without its end. Default 64 KiB.</summary>
    public int MaxLineBytes { get; init; } = 64 << 10;

    /// <summary>Longest inline request, in bytes without its end. Default 64 KiB, as the server has it.</summary>
    public int MaxInlineBytes { get; init; } = 64 << 10;
}
