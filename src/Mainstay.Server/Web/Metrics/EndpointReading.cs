using Mainstay.Endpoints;

namespace Mainstay.Server.Web.Metrics;

/// <summary>An endpoint at the moment of a reading.</summary>
/// <param name="Name">Its key in a configuration, unique in its group or cluster: <c>primary</c>, <c>reader_tls</c>, <c>configuration</c>.</param>
/// <param name="Status">How it does.</param>
internal sealed record EndpointReading(string Name, EndpointStatus Status);
