using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>
/// Features of a project (the folders directly below it) don't use each other, except through the edges that <see cref="EdgeTable"/> names.
/// Read from using directives, fully qualified names and names qualified by a sibling (<c>Nodes.NodeExit</c>).
/// Types at a project's root belong to no feature and serve all.
/// </summary>
internal static partial class FeatureEdges
{
    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> code, IReadOnlyCollection<Edge> table)
    {
        var files = code.Where(file => file.IsUnder("src") && file.Project is not null).ToList();
        foreach (var project in files.GroupBy(file => file.Project!))
        {
            var features = project.Where(file => file.Feature is not null).GroupBy(file => file.Feature!)
                .ToDictionary(group => group.Key, group => group.SelectMany(file => TopLevelTypes.Of(file.Code)).Select(type => type.Name).ToHashSet());
            foreach (var file in project)
                foreach (var (feature, at) in Used(file, project.Key, features))
                    if (feature != file.Feature && !Allowed(file, feature, table))
                        yield return new Finding(file.Path, file.LineAt(at), $"{From(file)} uses {Short(project.Key)}.{feature}, an edge that the table does not name");
        }
    }

    /// <summary>Edges that no source uses any more: the table must stay a picture of the code.</summary>
    public static IEnumerable<Edge> Unused(IEnumerable<SourceFile> code, IReadOnlyCollection<Edge> table)
    {
        var files = code.ToList();
        return table.Where(edge => !Check(files, [.. table.Where(other => other != edge)]).Any());
    }

    private static bool Allowed(SourceFile file, string feature, IReadOnlyCollection<Edge> table) =>
        table.Any(edge => edge.From == From(file) && edge.To == $"{Short(file.Project!)}.{feature}");

    private static string From(SourceFile file) => file.Feature is null ? Short(file.Project!) : $"{Short(file.Project!)}.{file.Feature}";

    private static string Short(string project) => project["Mainstay.".Length..];

    private static IEnumerable<(string Feature, int At)> Used(SourceFile file, string project, Dictionary<string, HashSet<string>> features)
    {
        foreach (Match match in QualifiedName().Matches(file.Code))
        {
            var parts = match.Value.Split('.');
            if (match.Value.StartsWith(project + ".", StringComparison.Ordinal))
            {
                var feature = parts[project.Count(c => c == '.') + 1];
                if (features.ContainsKey(feature) && !IsOwnNamespace(file.Code, match.Index)) yield return (feature, match.Index);
            }
            else if (features.TryGetValue(parts[0], out var types) && types.Contains(parts[1])) yield return (parts[0], match.Index);
        }
    }

    private static bool IsOwnNamespace(string code, int at) => code.AsSpan(0, at).TrimEnd().EndsWith("namespace");

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();
}
