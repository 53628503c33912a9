namespace Mainstay.Protocol.Memcached;

/// <summary>What was found in the bytes at hand.</summary>
public enum FrameRead
{
    /// <summary>The frame goes on.</summary>
    Incomplete,

    /// <summary>A whole frame.</summary>
    Frame,

    /// <summary>No server sends this: where the next frame begins can't be told any more.</summary>
    Faulted,
}
