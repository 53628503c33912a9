using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>An error's body, <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Title">What kind of trouble, the same for all of its kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here and what to do next.</param>
public sealed record ProblemView(string Title, int Status, string Detail)
{
    /// <summary>Always <c>about:blank</c>: the title says it all.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The steps of a refused request, when it got that far.</summary>
    public ImmutableArray<string>? Steps { get; init; }
}
