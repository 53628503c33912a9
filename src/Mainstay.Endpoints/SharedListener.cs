using System.Runtime.InteropServices;
using Mainstay.Core.Configuration;

namespace Mainstay.Endpoints;

/// <summary>An endpoint's listening socket, for another process to accept from as well.</summary>
/// <param name="Endpoint">Which.</param>
/// <param name="Socket">It stays the endpoint's; good while that is open.</param>
public sealed record SharedListener(EndpointSpec Endpoint, SafeHandle Socket);
