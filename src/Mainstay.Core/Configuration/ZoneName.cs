namespace Mainstay.Core.Configuration;

/// <summary>What a DNS zone of ours may be called: labels of host names (RFC 1123), written without a dot at the end.</summary>
public static class ZoneName
{
    /// <summary>Most characters: with the longest names of a node and a group before it, a name has 253 then (RFC 1035, 2.3.4).</summary>
    public const int Longest = 125;

    /// <summary>The rule, for messages.</summary>
    public const string Rule = "at most 125 characters: labels of a-z, 0-9 and -, with dots between them and none at the end, as in mainstay.internal";

    /// <summary>Whether <paramref name="zone"/> may be one.</summary>
    public static bool IsValid(string? zone) => zone is { Length: > 0 and <= Longest } && zone.Split('.').All(NodeName.IsValid);
}
