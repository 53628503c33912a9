using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>The answer to an operator's request.</summary>
/// <param name="Accepted">Whether it was (for a dry run: would be) done.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Steps">What was or would be done, and why, in order.</param>
/// <param name="From">The primary before; null when there was none.</param>
/// <param name="To">The primary after; null when none was found.</param>
/// <param name="Took">From the fence to the publication, as <c>38ms</c>; null for a dry run.</param>
public sealed record ReplyView(bool Accepted, string Summary, ImmutableArray<string> Steps, string? From, string? To, string? Took);
