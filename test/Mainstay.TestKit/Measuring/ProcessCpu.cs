using System.Runtime.InteropServices;

namespace Mainstay.TestKit.Measuring;

/// <summary>
/// The CPU time that a process had. Its CPU clock (clock_getcpuclockid(3)) is the sum of the first fields of <c>/proc/PID/task/*/schedstat</c>
/// in nanoseconds, and beside them has the time of threads that ended, which a pool's do.
/// </summary>
public static class ProcessCpu
{
    /// <summary>Of all these processes together.</summary>
    /// <exception cref="InvalidOperationException">One of them is gone.</exception>
    public static TimeSpan Of(IEnumerable<int> processes) => TimeSpan.FromTicks(processes.Sum(NanosecondsOf) / TimeSpan.NanosecondsPerTick);

    private static long NanosecondsOf(int processId)
    {
        // As the C library makes it: the inverted id above three bits, of which 2 is "as the scheduler counts".
        var clock = (~processId << 3) | 2;
        return ClockGetTime(clock, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new InvalidOperationException($"process {processId} is gone");
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeValue time);

    /// <summary>struct timespec of 64-bit systems.</summary>
    private struct TimeValue
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
