namespace Mainstay.Endpoints.Upstreams;

/// <summary>Who a connection to a node works for. Called from the connection's own loops, never under its locks.</summary>
internal interface IUpstreamOwner
{
    /// <summary>The process there is the one of the topology: commands may be sent.</summary>
    void OnVerified(UpstreamLink link);

    /// <summary>Bytes of replies; valid during the call.</summary>
    void OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes);

    /// <summary>A send that could not be completed at once is done: more may be sent.</summary>
    void OnSendDone(UpstreamLink link);

    /// <summary>Completes once the owner can take more replies.</summary>
    ValueTask WhenRoomAsync();

    /// <summary>The connection is gone, or never came to be. Called exactly once.</summary>
    void OnClosed(UpstreamLink link, UpstreamFailure failure);
}
