using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Measuring;

/// <summary>Starts programs with room for 10 000 clients and as many connections behind them, or for as many as the system lets this user have.</summary>
public static class RoomyProcess
{
    private const int Wished = 65_536;
    private const string Raise = "ulimit -n 65536 2>/dev/null || ulimit -n \"$(ulimit -Hn)\"; ";

    /// <summary>Open files that each may have.</summary>
    public static int Descriptors { get; private set; } = Wished;

    /// <summary>Clients that a proxy has room for, each with a connection behind it.</summary>
    public static int MostClients => Math.Min(20_000, (Descriptors - 200) / 2);

    /// <summary>Finds out what the system allows; to be done before anything is started.</summary>
    public static async Task LookAsync()
    {
        var told = await OwnedProcess.RunAsync("/bin/sh", ["-c", $"{Raise}ulimit -n"], Deadline.InSeconds(10));
        Descriptors = int.TryParse(told.Output, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var allowed) ? Math.Min(allowed, Wished) : Wished;
    }

    /// <summary>The shell becomes the program, so that its id is the program's.</summary>
    public static OwnedProcess Start(string program, IEnumerable<string> arguments, string folder) =>
        OwnedProcess.Start("/bin/sh", ["-c", $"{Raise}exec \"$0\" \"$@\"", program, .. arguments], folder);
}
