using System.Globalization;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>What <c>/proc/PID/stat</c> says (proc(5)).</summary>
/// <param name="State">One letter: R, S, D, T, t, Z, X.</param>
/// <param name="ProcessorTicks">User and system time, in clock ticks.</param>
/// <param name="StartTime">Clock ticks from the machine's start to the process's: with the id and the boot it names a process for good.</param>
internal sealed record ProcessStat(char State, long ProcessorTicks, long StartTime)
{
    private const int ProcessorUser = 14 - 3;
    private const int ProcessorSystem = 15 - 3;
    private const int Started = 22 - 3;

    /// <summary>Whether it ended and only its entry is left.</summary>
    public bool IsDead => State is 'Z' or 'X';

    /// <summary>Reads that of a process; null when there is none.</summary>
    public static ProcessStat? Of(int processId)
    {
        try
        {
            return Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The program's name stands in brackets and may hold anything, brackets and spaces too: fields count from its last bracket.</summary>
    public static ProcessStat? Parse(string text)
    {
        var end = text.LastIndexOf(')');
        if (end < 0) return null;
        var fields = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= Started || fields[0].Length != 1) return null;
        return long.TryParse(fields[ProcessorUser], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            && long.TryParse(fields[ProcessorSystem], NumberStyles.None, CultureInfo.InvariantCulture, out var system)
            && long.TryParse(fields[Started], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            ? new ProcessStat(fields[0][0], user + system, started)
            : null;
    }
}
