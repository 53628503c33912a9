using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Programs;

/// <summary>What must be installed: each program, and the package of the same name that has it.</summary>
internal static class NeededPrograms
{
    private static readonly string[] All = ["memcached", "nutcracker"];

    /// <summary>Installs what is missing. What could not be installed shows when it is started.</summary>
    public static async Task InstallAsync()
    {
        // Proxies are in /usr/sbin, which is not on everybody's PATH.
        var path = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        Environment.SetEnvironmentVariable("PATH", path);
        var missing = All.Where(program => !path.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        if (missing.Count == 0) return;
        var result = await OwnedProcess.RunAsync(Path.Combine(MainstayProgram.Root, "scripts", "install.sh"), missing, Deadline.In(TimeSpan.FromMinutes(10)));
        await Console.Error.WriteAsync(result.Errors);
    }

    /// <summary>By program, the first line that it says of itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> VersionsAsync()
    {
        var versions = new Dictionary<string, string>();
        foreach (var program in All)
        {
            var result = await OwnedProcess.RunAsync(program, ["--version"], Deadline.InSeconds(10));
            if ($"{result.Output}{result.Errors}".Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } line) versions[program] = line;
        }

        return versions;
    }
}
