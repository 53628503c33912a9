namespace Mainstay.Core.Topology;

/// <summary>What an endpoint leads to.</summary>
public enum EndpointKind
{
    /// <summary>Always the primary of a group.</summary>
    Primary,

    /// <summary>Healthy replicas of a group.</summary>
    Reader,

    /// <summary>A memcached cluster's nodes, and their list.</summary>
    Configuration,
}
