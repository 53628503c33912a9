namespace Mainstay.Core.Tests.Tidy;

/// <summary>What one project may stand on.</summary>
/// <param name="Project">Its name.</param>
/// <param name="References">Projects of ours that it may reference, and no others.</param>
/// <param name="Packages">Packages that it may reference; null: any (tests and benches).</param>
/// <param name="Why">In one sentence.</param>
internal sealed record ProjectRule(string Project, string[] References, string[]? Packages, string Why);
