using System.Collections.Immutable;
using Mainstay.Guard.Text;

namespace Mainstay.Guard.Rules;

/// <summary>Something that would break, and where. No part of it holds a secret.</summary>
public sealed record Finding
{
    /// <summary>What was looked for.</summary>
    public required RuleInfo Rule { get; init; }

    /// <summary>In which file.</summary>
    public required SourceText File { get; init; }

    /// <summary>Where in it: the address, or the setting.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>What is wrong, one sentence that names the address or the setting.</summary>
    public required string Message { get; init; }

    /// <summary>What to do instead, one sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>The address (host, or expression) that it is about, or the name of the setting: what makes it the same finding when lines move.</summary>
    public required string Subject { get; init; }

    /// <summary>The changes that mend it; empty when that takes a person.</summary>
    public ImmutableArray<TextEdit> Fix { get; init; } = [];

    /// <summary>How much it weighs.</summary>
    public Severity Severity { get; init; }
}
