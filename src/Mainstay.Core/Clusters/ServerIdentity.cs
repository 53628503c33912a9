namespace Mainstay.Core.Clusters;

/// <summary>Which process a data server is, by what it says of itself.</summary>
/// <param name="ProcessId">Its process id, where it runs.</param>
/// <param name="StartedAt">When it started, in seconds since 1970 by its own clock.</param>
public sealed record ServerIdentity(int ProcessId, long StartedAt)
{
    /// <summary>Servers tell the time and since when they run apart, each in whole seconds.</summary>
    private const long Blur = 1;

    /// <summary>Whether it is the same process as <paramref name="other"/>.</summary>
    public bool IsSame(ServerIdentity? other) => other is not null && other.ProcessId == ProcessId && Math.Abs(other.StartedAt - StartedAt) <= Blur;
}
