using Mainstay.Core;

namespace Mainstay.Simulation.Checking;

/// <summary>Something that must never happen, happened.</summary>
/// <param name="At">When.</param>
/// <param name="Rule">Which rule, as a few words joined by dashes.</param>
/// <param name="What">A sentence.</param>
public sealed record Violation(Instant At, string Rule, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At} {Rule}: {What}";
}
