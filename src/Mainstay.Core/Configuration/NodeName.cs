namespace Mainstay.Core.Configuration;

/// <summary>What groups, clusters and nodes may be called; they share one namespace, and are labels of DNS names (RFC 1123).</summary>
public static class NodeName
{
    /// <summary>Most characters of a name.</summary>
    public const int Longest = 63;

    /// <summary>The rule, for messages.</summary>
    public const string Rule = "1 to 63 of a-z, 0-9 and -, neither first nor last a -";

    /// <summary>Whether <paramref name="name"/> may be one.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= Longest } && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
