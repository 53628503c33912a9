using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Running;

/// <summary>The built program, as it lies beside these tests in the same configuration.</summary>
public static class MainstayProgram
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The executable.</summary>
    public static string Path { get; } = FindProgram();

    /// <summary>Runs one verb to its end, at most 60 s.</summary>
    public static Task<ProcessResult> RunAsync(params string[] arguments) => OwnedProcess.RunAsync(Path, arguments, Deadline.InSeconds(60));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Mainstay.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No Mainstay.slnx above {AppContext.BaseDirectory}.");
    }

    private static string FindProgram()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = System.IO.Path.Combine(Root, "artifacts", "bin", "Mainstay.Cli", configuration, "mainstay");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: dotnet build -c {configuration}");
    }
}
