namespace Mainstay.Core.Configuration;

/// <summary>How clients' commands travel to a node.</summary>
public enum UpstreamUse
{
    /// <summary>Plain commands of many clients share few connections; a client has one of its own while it needs it. The default.</summary>
    Shared,

    /// <summary>Every client has a connection of its own.</summary>
    Dedicated,
}
