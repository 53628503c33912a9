namespace Mainstay.Endpoints.Upstreams;

/// <summary>Stages of a connection to a node.</summary>
internal enum UpstreamStage
{
    /// <summary>Making the connection.</summary>
    Connecting,

    /// <summary>The node refused the client's own credentials or protocol: trying again would not help.</summary>
    Greeting,

    /// <summary>The process there is not the one of the topology.</summary>
    Verifying,

    /// <summary>In use.</summary>
    Open,
}
