namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Requests that run on a fresh dataset.</summary>
/// <param name="Origin">Where it comes from: a file and its line, or what it was generated for.</param>
/// <param name="Steps">In their order.</param>
/// <param name="OnlyResp3">Whether it makes no sense in RESP2.</param>
internal sealed record CorpusCase(string Origin, IReadOnlyList<CorpusStep> Steps, bool OnlyResp3 = false)
{
    public bool Uses(string command) => Steps.Any(step => step.Is(command));

    public override string ToString() => $"{Origin}: {string.Join(" ; ", Steps)}";
}
