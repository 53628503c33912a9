namespace Mainstay.Core.Tests.Scenarios;

/// <summary>Shows where two stories part.</summary>
internal static class StoryDifference
{
    private const int Before = 4;
    private const int After = 8;

    public static string Describe(string golden, string actual)
    {
        var (expected, found) = (golden.Split('\n'), actual.Split('\n'));
        var same = 0;
        while (same < expected.Length && same < found.Length && expected[same] == found[same]) same++;
        var shown = new List<string>();
        for (var line = Math.Max(0, same - Before); line < same; line++) shown.Add("  " + expected[line]);
        for (var line = same; line < Math.Min(expected.Length, same + After); line++) shown.Add("- " + expected[line]);
        for (var line = same; line < Math.Min(found.Length, same + After); line++) shown.Add("+ " + found[line]);
        return $"from line {same + 1}:\n{string.Join('\n', shown)}";
    }
}
