namespace Mainstay.Server.Nodes;

/// <summary>What <c>/proc/PID/stat</c> says of a process.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="State">R running, S sleeping, D waiting for a disk, T stopped, t traced, Z ended and not yet reaped.</param>
/// <param name="ProcessorTicks">User and system time so far, in clock ticks; growing means that it works.</param>
public sealed record ProcessActivity(int ProcessId, char State, long ProcessorTicks);
