namespace Mainstay.Server.Web;

/// <summary>How many incidents are open.</summary>
public sealed record IncidentsView(int Open);
