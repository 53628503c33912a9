namespace Mainstay.Endpoints.Memcached.Routing;

/// <summary>What becomes of a key.</summary>
internal enum PlaceKind
{
    /// <summary>A node has it.</summary>
    Node,

    /// <summary>Its node does not serve, and it is missing meanwhile.</summary>
    Missing,

    /// <summary>Its node does not serve, and commands for it fail.</summary>
    Failing,

    /// <summary>No node serves.</summary>
    Nowhere,
}
