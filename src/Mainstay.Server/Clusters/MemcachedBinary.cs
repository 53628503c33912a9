using System.Text.RegularExpressions;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Clusters;

/// <summary>The program that a managed node of a memcached cluster runs.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Version">What it says of itself.</param>
public sealed partial record MemcachedBinary(string Path, Version Version)
{
    /// <summary>The oldest that knows the meta commands under their present names.</summary>
    public static Version Oldest { get; } = new(1, 6, 0);

    /// <summary>Looks on PATH, then where distributions put servers.</summary>
    /// <exception cref="EngineMissingException">There is none, or it is older than <see cref="Oldest"/>.</exception>
    public static MemcachedBinary Find() => Find(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>As <see cref="Find()"/>, with a search path of the caller's.</summary>
    internal static MemcachedBinary Find(string? searchPath)
    {
        var (path, version) = InstalledProgram.Find("memcached", SaidVersion(), Oldest, searchPath);
        return new MemcachedBinary(path, version);
    }

    // "memcached 1.6.18"
    [GeneratedRegex(@"^memcached (\d+\.\d+\.\d+)")]
    private static partial Regex SaidVersion();
}
