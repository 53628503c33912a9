using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Finds the types that a file declares outside of other types.</summary>
internal static partial class TopLevelTypes
{
    public static List<(string Name, int At, bool FileLocal)> Of(string code)
    {
        var found = new List<(string, int, bool)>();
        var depth = 0;
        var last = 0;
        foreach (Match match in Declaration().Matches(code))
        {
            depth += code.AsSpan(last, match.Index - last).Count('{') - code.AsSpan(last, match.Index - last).Count('}');
            last = match.Index;
            if (depth == 0) found.Add((match.Groups["name"].Value, match.Index, match.Groups["file"].Success));
        }

        return found;
    }

    // A declaration starts its line, after attributes and modifiers; "where T : class" does not.
    [GeneratedRegex(@"^[ \t]*(\[[^\]\n]*\][ \t]*)*(?:(?<file>file)[ \t]+|(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe)[ \t]+)*(?:class|record[ \t]+struct|record[ \t]+class|record|struct|interface|enum|delegate[ \t]+[\w<>\[\]?., ]+?)[ \t]+(?<name>[A-Z]\w*)(?=[\s<({:;]|$)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
