namespace Mainstay.Guard.Rules;

/// <summary>What is known of a rule. Its page is <c>docs/rules/ID.md</c>.</summary>
/// <param name="Id">Lower-case words with hyphens; scripts and suppressions rely on it.</param>
/// <param name="Severity">Of its findings, unless configured otherwise.</param>
/// <param name="Title">What it looks for, in a few words.</param>
/// <param name="Why">Why that hurts, in one or two sentences.</param>
public sealed record RuleInfo(string Id, Severity Severity, string Title, string Why);
