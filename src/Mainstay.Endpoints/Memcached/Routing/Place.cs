namespace Mainstay.Endpoints.Memcached.Routing;

/// <summary>Where a key is.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Node">Which node has it, by its place in the topology; of a key that none has, the one that would.</param>
/// <param name="Outage">Under whose outage's name it is there; 0 for its own name.</param>
internal readonly record struct Place(PlaceKind Kind, int Node, long Outage);
