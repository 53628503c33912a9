using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>Clients of others that these tests run: they must be there, or the test says what to install.</summary>
internal static class NeededProgram
{
    /// <summary>Debian's packages belong to Debian's Python, whatever other Python comes first on PATH.</summary>
    private const string Python = "/usr/bin/python3";

    public static string Folder { get; } = Path.Combine(MainstayProgram.Root, "test", "Mainstay.Integration.Tests", "Memcached");

    /// <summary>The system's Python with a module of a Debian package.</summary>
    public static string PythonWith(string module)
    {
        const string packages = "/usr/lib/python3/dist-packages";
        var there = File.Exists(Python) && (Directory.Exists(Path.Combine(packages, module)) || Directory.EnumerateFiles(packages, $"{module}*").Any());
        Assert.True(there, Missing($"python3-{module}", $"apt-get install python3-{module}"));
        return Python;
    }

    /// <summary>node, with a package of npm.</summary>
    public static string NodeWith(string package)
    {
        const string clients = "test/Mainstay.Integration.Tests/Clients";
        Assert.True(Directory.Exists(Path.Combine(MainstayProgram.Root, clients, "node_modules", package)), Missing(package, $"npm ci --prefix {clients}"));
        return Find("node", "nodejs npm");
    }

    /// <summary>A program of Debian; daemons lie where not everybody's PATH leads.</summary>
    public static string Find(string program, string package)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin"];
        var found = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.True(found is not null, Missing(program, $"apt-get install {package}"));
        return found!;
    }

    private static string Missing(string what, string command) => $"{what} is needed by this test and missing: {command} (./test.sh does it by itself)";
}
