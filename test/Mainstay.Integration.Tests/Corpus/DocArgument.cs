using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>An argument in <c>COMMAND DOCS</c>, and words that can stand for it.</summary>
/// <param name="Name">As the documentation calls it.</param>
/// <param name="Type"><c>key</c>, <c>string</c>, <c>integer</c>, <c>double</c>, <c>pattern</c>, <c>unix-time</c>, <c>pure-token</c>, <c>oneof</c>, <c>block</c>.</param>
/// <param name="Token">The word that stands before it, or is it; null for none.</param>
/// <param name="Optional">Whether it may be left out.</param>
/// <param name="Multiple">Whether it may come again.</param>
/// <param name="Parts">Of <c>oneof</c> and <c>block</c>.</param>
internal sealed record DocArgument(string Name, string Type, string? Token, bool Optional, bool Multiple, IReadOnlyList<DocArgument> Parts)
{
    /// <summary>Stands for a key in what <see cref="Variants"/> gives.</summary>
    public const string Key = "\0key";

    /// <summary>
    /// Ways to write the arguments one after the other: first the shortest; then with one of them in another way, or there where it may be left
    /// out; last with all of them.
    /// </summary>
    public static IReadOnlyList<string[]> Sequence(IReadOnlyList<DocArgument> arguments)
    {
        var ways = arguments.Select(argument => argument.Variants()).ToList();
        var shortest = arguments.Select((argument, i) => argument.Optional ? [] : ways[i][0]).ToList();
        var sequences = new List<string[]> { Joined(shortest) };
        for (var i = 0; i < arguments.Count; i++)
            foreach (var way in arguments[i].Optional ? ways[i] : ways[i].Skip(1))
                sequences.Add(Joined([.. shortest[..i], way, .. shortest[(i + 1)..]]));
        if (arguments.Count(argument => argument.Optional) > 1) sequences.Add(Joined([.. ways.Select(way => way[0])]));
        return sequences;
    }

    public static IReadOnlyList<DocArgument> ListOf(RespReply doc) => Field(doc, "arguments") is { Items: { } items } ? [.. items.Select(Of)] : [];

    public static RespReply? Field(RespReply map, string name)
    {
        for (var i = 0; i + 1 < map.Items!.Count; i += 2)
            if (map.Items[i].Text == name) return map.Items[i + 1];
        return null;
    }

    private static DocArgument Of(RespReply doc)
    {
        var flags = Field(doc, "flags")?.Items?.Select(flag => flag.Text).ToHashSet() ?? [];
        return new DocArgument(Field(doc, "name")!.Text!, Field(doc, "type")!.Text!, Field(doc, "token")?.Text, flags.Contains("optional"), flags.Contains("multiple"), ListOf(doc));
    }

    private List<string[]> Variants()
    {
        List<string[]> bare = Type switch
        {
            "oneof" => [.. Parts.SelectMany(part => part.Variants())],
            "block" => [.. Sequence(Parts)],
            "pure-token" => [[]],
            _ => [[Value()]],
        };
        List<string[]> ways = [.. bare.Select(words => Token is { Length: > 0 } token ? [token, .. words] : words)];
        if (Multiple) ways.Add([.. ways[0], .. ways[0]]);
        return ways;
    }

    private string Value() => (Type, Name) switch
    {
        ("key", _) => Key,
        ("double", "timeout") => "0.01",
        ("double", _) => "1.5",
        (_, "cursor") => "0",
        ("integer", _) => "1",
        ("unix-time", _) => "33177117420",
        ("pattern", _) => "*",
        (_, "id") => "1-1",
        (_, "group") => "g",
        (_, "field") => "f",
        (_, "member") => "m",
        _ => "x",
    };

    private static string[] Joined(IEnumerable<string[]> parts) => [.. parts.SelectMany(part => part)];
}
