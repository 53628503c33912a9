using Mainstay.TestKit.Processes;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>Starts programs with room for 10 000 clients and as many connections behind them.</summary>
internal static class RoomyProcess
{
    /// <summary>Open files that each may have.</summary>
    public const int Descriptors = 65_536;

    /// <summary>Starts it with <see cref="Descriptors"/>, or with what the system allows this user. The shell becomes the program, so that its id is the program's.</summary>
    public static OwnedProcess Start(string program, IEnumerable<string> arguments, string folder) => OwnedProcess.Start("/bin/sh",
        ["-c", $"ulimit -n {Descriptors} 2>/dev/null || ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" \"$@\"", program, .. arguments], folder);
}
