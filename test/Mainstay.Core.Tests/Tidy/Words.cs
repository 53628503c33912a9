using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Words that stand for a concept nobody named, or for work left behind.</summary>
internal static partial class Words
{
    private static readonly string[] Vague = ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common"];

    // Put together here, so that this file does not break its own rule.
    private static readonly string[] LeftBehind = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];

    /// <summary>No type, file or folder is called by a vague word.</summary>
    public static IEnumerable<Finding> CheckNames(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            foreach (var part in file.Path.Split('/').SelectMany(part => part.Split('.')))
                if (VagueIn(part) is { } word) yield return new Finding(file.Path, 0, $"\"{word}\" in a name of a file or folder says nothing; name the concept");
            if (!file.IsCode) continue;
            foreach (Match match in TypeName().Matches(file.Code))
                if (VagueIn(match.Groups[1].Value) is { } word)
                    yield return new Finding(file.Path, file.LineAt(match.Index), $"\"{word}\" in {match.Groups[1].Value} says nothing; name the concept");
        }
    }

    /// <summary>Nothing is left for later without being told elsewhere.</summary>
    public static IEnumerable<Finding> CheckLeftBehind(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
            foreach (var word in LeftBehind)
                foreach (Match match in Regex.Matches(file.Text, $@"(?<!\w){word}(?!\w)"))
                    yield return new Finding(file.Path, file.LineAt(match.Index), $"{word}: finish it or leave it out");
    }

    private static string? VagueIn(string name) => Array.Find(Vague, word => WordsOf().Matches(name).Any(match => match.Value.Equals(word, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")]
    private static partial Regex WordsOf();
}
