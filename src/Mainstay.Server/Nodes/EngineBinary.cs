using System.Text.RegularExpressions;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Nodes;

/// <summary>The program that a managed node runs.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="Path">Full path.</param>
/// <param name="Version">What it says of itself.</param>
public sealed partial record EngineBinary(Engine Engine, string Path, Version Version)
{
    /// <summary>The oldest that knows all our directives: Redis 7.0, and with it every Valkey.</summary>
    public static Version Oldest { get; } = new(7, 0);

    /// <summary>Looks on PATH, then where distributions put servers.</summary>
    /// <exception cref="EngineMissingException">There is none, or it is older than <see cref="Oldest"/>.</exception>
    public static EngineBinary Find(Engine engine) => Find(engine, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>As <see cref="Find(Engine)"/>, and null when it is not installed or too old.</summary>
    public static EngineBinary? TryFind(Engine engine)
    {
        try
        {
            return Find(engine);
        }
        catch (EngineMissingException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="Find(Engine)"/>, with a search path of the caller's.</summary>
    internal static EngineBinary Find(Engine engine, string? searchPath)
    {
        var (path, version) = InstalledProgram.Find(ProgramName(engine), SaidVersion(), Oldest, searchPath);
        return new EngineBinary(engine, path, version);
    }

    private static string ProgramName(Engine engine) => engine switch
    {
        Engine.Redis => "redis-server",
        Engine.Valkey => "valkey-server",
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
    };

    // "Redis server v=7.0.15 sha=…", "Valkey server v=8.0.1 sha=…"
    [GeneratedRegex(@"\bv=(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex SaidVersion();
}
