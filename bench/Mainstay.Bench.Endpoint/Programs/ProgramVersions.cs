using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Programs;

/// <summary>What was measured with.</summary>
internal static class ProgramVersions
{
    private static readonly (string Program, string Argument)[] All = [("redis-server", "--version"), ("redis-benchmark", "--version"), ("haproxy", "-v"), ("nginx", "-v"), ("nutcracker", "--version")];

    /// <summary>By program, the first line that it says of itself; those that are not there are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync()
    {
        var versions = new Dictionary<string, string>();
        foreach (var (program, argument) in All)
        {
            var result = await OwnedProcess.RunAsync(program, [argument], Deadline.InSeconds(10));
            if ($"{result.Output}{result.Errors}".Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } line && result.Status == 0) versions[program] = line;
        }

        return versions;
    }
}
