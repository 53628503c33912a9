using System.Collections.Immutable;

namespace Mainstay.Server.Settings;

/// <summary>One key of a configuration, as it is checked, described in the reference, and put into the schema.</summary>
/// <param name="Path">Where it is: <c>groups.*.nodes.*.address</c>, a <c>*</c> for a name.</param>
/// <param name="Shape">What stands there.</param>
/// <param name="Meaning">For the reference.</param>
internal sealed record KeyDoc(string Path, KeyShape Shape, string Meaning)
{
    /// <summary>What holds when it is left out, as it would be written; null when it is required or has no default.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Of a map: keys of which one at least must be there, the usual one first.</summary>
    public ImmutableArray<string> OneOf { get; init; } = [];

    /// <summary>Bounds, for people.</summary>
    public string? Limits { get; init; }

    /// <summary>The words that may stand there.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Whether a reload puts it into force; else the daemon must be started again.</summary>
    public bool Reloads { get; init; }

    /// <summary>A part of the design that this version does not have: refused by name.</summary>
    public bool NotBuilt { get; init; }

    /// <summary>Its value is shown nowhere.</summary>
    public bool Secret { get; init; }

    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>All but the last part of the path.</summary>
    public string Parent => Path.LastIndexOf('.') is > 0 and var dot ? Path[..dot] : "";
}
