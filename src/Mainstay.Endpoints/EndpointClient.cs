using System.Net;
using Mainstay.Core.Configuration;

namespace Mainstay.Endpoints;

/// <summary>A client of an endpoint.</summary>
/// <param name="Endpoint">Which.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Name">The name that it gave itself (<c>CLIENT SETNAME</c>); empty for none.</param>
/// <param name="Library">What it says it is made with (<c>CLIENT SETINFO</c>), as <c>name/version</c>; empty when it does not say.</param>
/// <param name="User">As whom it logged in; <c>default</c> when it did not.</param>
/// <param name="Since">When it connected.</param>
/// <param name="LastCommand">The name of its last command, lower case; empty before the first.</param>
public sealed record EndpointClient(EndpointSpec Endpoint, IPEndPoint Address, string Name, string Library, string User, DateTimeOffset Since, string LastCommand);
