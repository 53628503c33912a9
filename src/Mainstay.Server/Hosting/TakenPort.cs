using Mainstay.Core.Topology;

namespace Mainstay.Server.Hosting;

/// <summary>A port that the daemon needs and somebody else has.</summary>
/// <param name="Address">What was wanted.</param>
/// <param name="For">What it was wanted for: <c>the primary endpoint of main</c>.</param>
/// <param name="By">Who has it, for people; null when that cannot be told.</param>
public sealed record TakenPort(NodeAddress Address, string For, string? By)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}, for {For}, is taken{(By is null ? "" : $" by {By}")}";
}
