namespace Mainstay.Core.Topology;

/// <summary>What an endpoint does with a command that arrives now.</summary>
public enum EndpointState
{
    /// <summary>Sends it.</summary>
    Serving,

    /// <summary>Keeps it until there is a target, bounded in time, count and bytes.</summary>
    Holding,

    /// <summary>Answers an error at once: the hold is full, or the endpoint is closing.</summary>
    Refusing,
}
