namespace Mainstay.Endpoints.Upstreams;

/// <summary>What is done with a reply too long to be looked at whole.</summary>
internal enum StreamMode
{
    /// <summary>It must be whole to be understood.</summary>
    Collect,

    /// <summary>It goes to the client as it comes.</summary>
    Forward,

    /// <summary>It is not wanted: its command will be sent again.</summary>
    Discard,
}
