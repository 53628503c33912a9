namespace Mainstay.Endpoints.Upstreams;

/// <summary>A session, to its lane. Called on its loop.</summary>
internal interface ILaneOwner
{
    /// <summary>Takes what is a reply to it.</summary>
    IReplySink Replies { get; }

    /// <summary>Commands may be sent.</summary>
    void OnVerified(Lane lane);

    /// <summary>Replies were taken, all there were just now.</summary>
    void OnReplies(Lane lane);

    /// <summary>It takes more again.</summary>
    void OnRoom(Lane lane);

    /// <summary>It is gone, or never came to be.</summary>
    void OnClosed(Lane lane, UpstreamFailure failure);

    /// <summary>A fault of ours in one of these calls, or in taking a reply: the session must be given up, and nobody else.</summary>
    void OnFault(Exception fault);
}
