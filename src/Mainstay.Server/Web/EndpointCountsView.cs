using Mainstay.Endpoints;

namespace Mainstay.Server.Web;

/// <summary>What <c>/v1/groups/{g}</c> adds of an endpoint.</summary>
/// <param name="Kind">primary, reader, configuration.</param>
/// <param name="Address">Where applications connect.</param>
/// <param name="Figures">What it counted; every refusal by its reason.</param>
public sealed record EndpointCountsView(string Kind, string Address, EndpointFigures Figures);
