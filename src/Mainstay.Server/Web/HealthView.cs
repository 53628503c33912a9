namespace Mainstay.Server.Web;

/// <summary>The body of <c>/health</c> and <c>/alive</c> when all is well.</summary>
/// <param name="Status">ready, alive.</param>
public sealed record HealthView(string Status);
