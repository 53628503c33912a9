namespace Mainstay.Integration.Tests.Mixing;

/// <summary>What all clients of a mix share.</summary>
/// <param name="Port">The primary endpoint's.</param>
/// <param name="Seed">Decides what they do.</param>
/// <param name="Pace">How long a round is at least.</param>
/// <param name="Patience">How long an answer may take: longer than a command may be held.</param>
internal sealed record MixScene(int Port, int Seed, TimeSpan Pace, TimeSpan Patience)
{
    public Weather Weather { get; } = new();

    public MixFindings Findings { get; } = new();
}
