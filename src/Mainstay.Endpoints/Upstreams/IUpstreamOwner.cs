namespace Mainstay.Endpoints.Upstreams;

/// <summary>Who a connection to a node works for. Called on its loop.</summary>
internal interface IUpstreamOwner
{
    /// <summary>The process there is the one of the topology: commands may be sent.</summary>
    void OnVerified(UpstreamLink link);

    /// <summary>Bytes of replies; valid during the call.</summary>
    void OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes);

    /// <summary>The system took what it could not take at once: more may be sent.</summary>
    void OnSent(UpstreamLink link);

    /// <summary>The connection is gone, or never came to be. Called once at most, and not after <see cref="UpstreamLink.Close"/>.</summary>
    void OnClosed(UpstreamLink link, UpstreamFailure failure);
}
