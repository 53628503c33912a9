using System.Globalization;

namespace Mainstay.TestKit.Waiting;

/// <summary>What the machine does beside the test.</summary>
public static class Machine
{
    /// <summary>
    /// By how much a promise in seconds, which holds on a machine with processors to spare, is to be stretched just now: the load of the last
    /// minute for each processor, 1 to 8.
    /// </summary>
    public static double Slack =>
        Math.Clamp(double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) / Environment.ProcessorCount, 1, 8);
}
