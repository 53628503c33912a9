using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Nodes;

/// <summary>The program that a managed node runs.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="Path">Full path.</param>
/// <param name="Version">What it says of itself.</param>
public sealed partial record EngineBinary(Engine Engine, string Path, Version Version)
{
    // Where distributions put servers, and an ordinary user's PATH may not lead.
    private static readonly string[] MoreFolders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        var name = ProgramName(engine);
        var folders = (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(MoreFolders);
        var path = folders.Where(System.IO.Path.IsPathFullyQualified).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(IsProgram)
            ?? throw new EngineMissingException($"{name} is not installed (looked on PATH and in {string.Join(", ", MoreFolders)}). Install it: on Debian and Ubuntu, apt-get install {name}.");
        var version = AskVersion(path);
        return version >= Oldest
            ? new EngineBinary(engine, path, version)
            : throw new EngineMissingException($"{path} is version {version}; managed nodes need {Oldest} or newer. Install a newer {name}, or set another one first on PATH.");
    }

    private static string ProgramName(Engine engine) => engine switch
    {
        Engine.Redis => "redis-server",
        Engine.Valkey => "valkey-server",
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
    };

    private static bool IsProgram(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static Version AskVersion(string path)
    {
        var said = "";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
            said = output.Wait(Patience) ? output.Result.Trim() : "";
        }
        catch (Win32Exception e)
        {
            throw new EngineMissingException($"{path} cannot be run: {e.Message}.");
        }
        return SaidVersion().Match(said) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out var version)
            ? version
            : throw new EngineMissingException($"{path} --version does not name a version (it says “{(said.Length > 80 ? said[..80] + "…" : said)}”). Is it a data server? Set the right one first on PATH.");
    }

    // "Redis server v=7.0.15 sha=…", "Valkey server v=8.0.1 sha=…"
    [GeneratedRegex(@"\bv=(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex SaidVersion();
}
