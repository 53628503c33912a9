using Mainstay.Simulation.Scenarios;

namespace Mainstay.Core.Tests.Scenarios;

/// <summary>The scenario files beside this one.</summary>
internal static class ScenarioFiles
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "test", "Mainstay.Core.Tests", "Scenarios");

    /// <summary>Their names without extension, sorted.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Reads one.</summary>
    public static Scenario Read(string name) => ScenarioParser.Parse(File.ReadAllText(PathOf(name)));

    /// <summary>Writes one with a new golden trace.</summary>
    public static void Accept(string name, Scenario scenario, string trace) =>
        File.WriteAllText(PathOf(name), $"{scenario.Script}\n\n{ScenarioParser.Divider}\n{trace}\n");

    private static string PathOf(string name) => Path.Combine(Folder, name + ".txt");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mainstay.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"no Mainstay.slnx above {AppContext.BaseDirectory}");
    }
}
