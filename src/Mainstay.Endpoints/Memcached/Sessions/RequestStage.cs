namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>How far a request is.</summary>
internal enum RequestStage
{
    /// <summary>Something of it is still to be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>All of it is with nodes.</summary>
    Sent,

    /// <summary>Its answer is complete.</summary>
    Answered,
}
