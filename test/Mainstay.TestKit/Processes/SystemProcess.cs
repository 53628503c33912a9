using System.Globalization;
using System.Runtime.InteropServices;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Processes;

/// <summary>Any process, by its id: signals and what <c>/proc</c> says of it.</summary>
public static class SystemProcess
{
    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(int processId, Signal signal) => _ = Kill(processId, (int)signal);

    /// <summary>Sends a signal to a whole process group, as a terminal does on Ctrl-C.</summary>
    public static void SendGroup(int groupId, Signal signal) => _ = Kill(-groupId, (int)signal);

    /// <summary>Whether it runs; one that ended and was not reaped does not.</summary>
    public static bool Runs(int processId) => State(processId) is not (null or 'Z' or 'X');

    /// <summary>The state letter of <c>/proc/PID/stat</c> (R, S, D, T, Z …), null when there is no such process.</summary>
    public static char? State(int processId) => Stat(processId) is { Length: > 0 } fields ? fields[0][0] : null;

    /// <summary>The process group; null when there is no such process.</summary>
    public static int? Group(int processId) => Stat(processId) is { Length: > 2 } fields ? int.Parse(fields[2], CultureInfo.InvariantCulture) : null;

    /// <summary>Memory that is in RAM, in bytes; 0 when there is no such process.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Processes that work in <paramref name="folder"/> or below it, or name it in their command line.</summary>
    public static IReadOnlyList<int> UsingFolder(string folder)
    {
        var found = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            var command = string.Join(' ', ReadLines($"{entry}/cmdline")).Replace('\0', ' ');
            if (command.Contains(folder, StringComparison.Ordinal) || (WorkingFolder(entry)?.StartsWith(folder, StringComparison.Ordinal) ?? false)) found.Add(id);
        }

        return found;
    }

    /// <summary>Kills what <see cref="UsingFolder"/> finds and awaits its end: only for a folder of the test's own.</summary>
    public static async Task KillUsingFolderAsync(string folder)
    {
        foreach (var left in UsingFolder(folder))
        {
            Send(left, Signal.Kill);
            await Eventually.TrueAsync(() => !Runs(left), Deadline.InSeconds(10), $"process {left} is gone");
        }
    }

    private static string? WorkingFolder(string entry)
    {
        try
        {
            return File.ResolveLinkTarget($"{entry}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[]? Stat(int processId)
    {
        var text = string.Concat(ReadLines($"/proc/{processId}/stat"));
        var end = text.LastIndexOf(')');
        return end < 0 ? null : text[(end + 2)..].Split(' ');
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
