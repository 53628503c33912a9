namespace Mainstay.Endpoints.Memcached.Upstreams;

/// <summary>Whose part of a request a node answers. Called on the loop only.</summary>
internal interface IPartOwner
{
    /// <summary>
    /// One frame of the answer to <paramref name="part"/> came: a line, or a line with its data. False when it cannot be of that answer: then nothing
    /// on the connection can be trusted any more, and it ends. That is not for the last frame of an answer.
    /// </summary>
    bool OnFrame(Part part, ReadOnlySpan<byte> frame, bool isLast);

    /// <summary>All that came at once was given: whatever follows from it may be done.</summary>
    void OnReplies();

    /// <summary>The connection ended before <paramref name="part"/> was answered. Whether any of it may have reached the node.</summary>
    void OnLost(Part part, bool mayHaveRun);

    /// <summary>A connection that took nothing more takes more.</summary>
    void OnRoom();

    /// <summary>A fault of ours in one of these calls.</summary>
    void OnFault(Exception fault);
}
