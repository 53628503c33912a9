namespace Mainstay.Cli.Verbs;

/// <summary>
/// Verbs and flags that belong to the program and that this version does not have. They are refused by name, so that nobody takes a
/// mistyped verb for a missing one, and nothing is accepted and ignored.
/// </summary>
internal static class NotBuilt
{
    public static readonly string[] Verbs =
    [
        "maintenance", "drill", "check", "clients", "incidents", "uptime", "notify", "explain",
    ];

    /// <summary>Flags of verbs that exist, each with the value that is meant; null for any.</summary>
    public static readonly (string Verb, string Flag, string? Value)[] Flags =
    [
        ("up", "--durability", "sync"),
        ("up", "--notify-webhook", null),
    ];

    /// <summary>The one line of a refusal, or null when <paramref name="args"/> asks for nothing of that kind.</summary>
    public static string? Refusal(string[] args)
    {
        var verb = Array.Find(args, argument => !argument.StartsWith('-'));
        if (verb is null) return null;
        if (Verbs.Contains(verb)) return $"mainstay: '{verb}' is not built yet in this version";
        foreach (var (of, flag, value) in Flags)
            if (of == verb && Uses(args, flag, value)) return $"mainstay: '{verb} {flag}{(value is null ? "" : " " + value)}' is not built yet in this version";
        return null;
    }

    private static bool Uses(string[] args, string flag, string? value)
    {
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == flag && (value is null || (at + 1 < args.Length && args[at + 1] == value))) return true;
            if (value is null ? args[at].StartsWith(flag + "=", StringComparison.Ordinal) || args[at].StartsWith(flag + ":", StringComparison.Ordinal) : args[at] == $"{flag}={value}" || args[at] == $"{flag}:{value}") return true;
        }

        return false;
    }
}
