namespace Mainstay.Core.Tests.Tidy;

/// <summary>One feature of a project may use another of the same project.</summary>
/// <param name="From">Who uses, without the leading <c>Mainstay.</c>: <c>Server.Control</c>.</param>
/// <param name="To">What it uses.</param>
/// <param name="Why">In half a sentence.</param>
internal sealed record Edge(string From, string To, string Why);
