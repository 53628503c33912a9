using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Files are small, hold one type that bears their name, and their namespace is their folder.</summary>
internal static partial class FileShape
{
    /// <summary>No file is longer, in lines.</summary>
    public const int LongestFile = 600;

    /// <summary>Half of the program's files are not longer than this, in lines.</summary>
    public const int MedianFile = 60;

    public static IEnumerable<Finding> CheckLength(IEnumerable<SourceFile> code) =>
        code.Where(file => file.LineCount > LongestFile)
            .Select(file => new Finding(file.Path, 0, $"{file.LineCount} lines; at most {LongestFile}: split it along a concept"));

    public static int MedianLength(IEnumerable<SourceFile> code)
    {
        var lengths = code.Select(file => file.LineCount).Order().ToList();
        return lengths.Count == 0 ? 0 : lengths[lengths.Count / 2];
    }

    /// <summary>
    /// One top-level type a file, called as the file. Allowed beside it: types local to the file, and the same name with other type
    /// parameters. A part of a partial type adds what it is about: <c>Session.Log.cs</c>. Files without a type (top-level statements,
    /// assembly attributes) pass.
    /// </summary>
    public static IEnumerable<Finding> CheckTypes(IEnumerable<SourceFile> code)
    {
        foreach (var file in code)
        {
            var types = TopLevelTypes.Of(file.Code).Where(type => !type.FileLocal).ToList();
            if (types.Count == 0) continue;
            var bears = file.Name.Split('.')[0];
            foreach (var type in types.Where(type => type.Name != bears))
                yield return new Finding(file.Path, file.LineAt(type.At), $"{type.Name} belongs into a file of its own, {type.Name}.cs");
        }
    }

    public static IEnumerable<Finding> CheckNamespace(IEnumerable<SourceFile> code)
    {
        foreach (var file in code)
        {
            if (file.Project is null || Namespace().Match(file.Code) is not { Success: true } match) continue;
            var expected = string.Join('.', file.Folders[1..]);
            if (match.Groups[1].Value != expected)
                yield return new Finding(file.Path, file.LineAt(match.Index), $"the namespace {match.Groups[1].Value} is not its folder, {expected}");
        }
    }

    [GeneratedRegex(@"^[ \t]*namespace[ \t]+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
