using System.Collections.Immutable;

namespace Mainstay.Core.Failover;

/// <summary>The answer to an <see cref="OperatorRequest"/>.</summary>
/// <param name="Accepted">Whether it was (or, for a dry run, would be) done.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Steps">What was or would be done, and why, in order.</param>
public sealed record OperatorReply(bool Accepted, string Summary, ImmutableArray<string> Steps)
{
    /// <summary>The primary before; null when there was none.</summary>
    public string? From { get; init; }

    /// <summary>The primary after; null when none was found.</summary>
    public string? To { get; init; }

    /// <summary>From the fence to the publication; null for a dry run or a refusal.</summary>
    public TimeSpan? Took { get; init; }
}
