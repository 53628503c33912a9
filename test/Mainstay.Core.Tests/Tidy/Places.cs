using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Nothing names a folder of somebody's machine or the host of a package registry.</summary>
internal static partial class Places
{
    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            foreach (Match match in MachineFolder().Matches(file.Text))
                yield return new Finding(file.Path, file.LineAt(match.Index), $"{match.Value.Trim()} is a folder of one machine; ask the system for it");
            foreach (Match match in RegistryHost().Matches(file.Text))
                yield return new Finding(file.Path, file.LineAt(match.Index), $"{match.Value}: which registry is used is the machine's business, not the project's");
        }
    }

    // As a path of its own: neither the end of another (artifacts/tmp, </root>) nor the beginning of a word (/homestead).
    [GeneratedRegex(@"(?<![\w.<~*}\])-])/(?:work|root|home|tmp)(?![\w-])")]
    private static partial Regex MachineFolder();

    [GeneratedRegex(@"registry\.(?:npmjs\.org|yarnpkg\.com)|(?:api|www)\.nuget\.org|\bpypi\.org|files\.pythonhosted\.org|proxy\.golang\.org|index\.crates\.io|deb\.debian\.org|archive\.ubuntu\.com", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
