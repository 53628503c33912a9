using System.Text.RegularExpressions;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Tests await a condition with a deadline; they neither sleep nor skip.</summary>
internal static partial class TestDiscipline
{
    /// <summary>The one place where a test may wait for time to pass.</summary>
    public const string WaitingPlace = "test/Mainstay.TestKit/Waiting/Deadline.cs";

    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> code)
    {
        foreach (var file in code.Where(file => file.IsUnder("test")))
        {
            foreach (Match match in Skipped().Matches(file.Code))
                yield return new Finding(file.Path, file.LineAt(match.Index), "a test that skips proves nothing: let it fail and say what to install");
            if (file.Path == WaitingPlace) continue;
            foreach (Match match in Sleeping().Matches(file.Code))
                yield return new Finding(file.Path, file.LineAt(match.Index), $"{match.Value}: await a condition with a deadline instead (Mainstay.TestKit.Waiting)");
        }
    }

    [GeneratedRegex(@"\bThread\s*\.\s*(Sleep|SpinWait)\b|\bTask\s*\.\s*Delay\b|\bSpinWait\b")]
    private static partial Regex Sleeping();

    [GeneratedRegex(@"\bSkip(When|Unless|Type)?\s*=(?!=)|\bAssert\s*\.\s*Skip\w*|\bExplicit\s*=\s*true")]
    private static partial Regex Skipped();
}
