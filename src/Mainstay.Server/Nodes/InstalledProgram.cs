using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mainstay.Server.Nodes;

/// <summary>Finds a data server's program, and what version it is.</summary>
internal static class InstalledProgram
{
    // Where distributions put servers, and an ordinary user's PATH may not lead.
    private static readonly string[] MoreFolders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks on <paramref name="searchPath"/>, then where distributions put servers.</summary>
    /// <param name="name">Of the program, and of the package that has it.</param>
    /// <param name="saidVersion">Finds the version, as its first group, in what the program says to <c>--version</c>.</param>
    /// <param name="oldest">The oldest that will do.</param>
    /// <param name="searchPath">Folders, as in PATH.</param>
    /// <exception cref="EngineMissingException">There is none, or it is too old.</exception>
    public static (string Path, Version Version) Find(string name, Regex saidVersion, Version oldest, string? searchPath)
    {
        var folders = (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(MoreFolders);
        var path = folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram)
            ?? throw new EngineMissingException($"{name} is not installed (looked on PATH and in {string.Join(", ", MoreFolders)}). Install it: on Debian and Ubuntu, apt-get install {name}.");
        var version = AskVersion(path, saidVersion);
        return version >= oldest
            ? (path, version)
            : throw new EngineMissingException($"{path} is version {version}; managed nodes need {oldest} or newer. Install a newer {name}, or set another one first on PATH.");
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static Version AskVersion(string path, Regex saidVersion)
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
        return saidVersion.Match(said) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out var version)
            ? version
            : throw new EngineMissingException($"{path} --version does not name a version (it says “{(said.Length > 80 ? said[..80] + "…" : said)}”). Is it a data server? Set the right one first on PATH.");
    }
}
