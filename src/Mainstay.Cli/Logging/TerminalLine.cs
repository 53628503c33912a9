using System.Globalization;

namespace Mainstay.Cli.Logging;

/// <summary>One line in the terminal where <c>up</c> runs: the time of day of this host, and what happened.</summary>
internal static class TerminalLine
{
    public static void Write(TextWriter writer, TimeProvider time, string text)
    {
        try
        {
            writer.WriteLine($"{time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {text}");
        }
        catch (IOException)
        {
            // The terminal is gone; the daemon's work is not.
        }
    }
}
