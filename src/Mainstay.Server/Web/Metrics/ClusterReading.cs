using System.Collections.Immutable;
using Mainstay.Core.Topology;
using Mainstay.Server.Clusters;

namespace Mainstay.Server.Web.Metrics;

/// <summary>A memcached cluster at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsReady">Whether all its nodes serve.</param>
/// <param name="Topology">What was published last; null before the first.</param>
/// <param name="Nodes">What the controller knows of its nodes.</param>
/// <param name="Endpoints">Its endpoints.</param>
internal sealed record ClusterReading(string Name, bool IsReady, ClusterTopology? Topology, ImmutableArray<ClusterNodeStatus> Nodes, ImmutableArray<EndpointReading> Endpoints)
    : Reading(Name, Endpoints);
