using System.Collections.Immutable;
using Mainstay.Server.Control;

namespace Mainstay.Server.Web.Metrics;

/// <summary>A group at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsReady">Whether commands reach a primary.</param>
/// <param name="Status">What the controller knows.</param>
/// <param name="Endpoints">Its endpoints.</param>
internal sealed record GroupReading(string Name, bool IsReady, GroupStatus Status, ImmutableArray<EndpointReading> Endpoints) : Reading(Name, Endpoints);
