using System.Globalization;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>How a process was started.</summary>
internal static class CommandLine
{
    private const int Shown = 120;

    /// <summary>Its program and arguments; empty when there is no such process, or only its entry is left.</summary>
    public static string[] Of(int processId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>For people, cut to a line.</summary>
    public static string Describe(int processId)
    {
        var text = string.Join(' ', Of(processId));
        return text.Length == 0 ? "unknown program" : text.Length <= Shown ? text : text[..Shown] + "…";
    }
}
