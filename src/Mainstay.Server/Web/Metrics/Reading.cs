using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>A group or a cluster at one moment: all its metrics are of the same.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoints">Its endpoints.</param>
internal abstract record Reading(string Name, ImmutableArray<EndpointReading> Endpoints);
