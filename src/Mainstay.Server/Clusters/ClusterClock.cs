using Mainstay.Core;

namespace Mainstay.Server.Clusters;

/// <summary>The instants of one cluster's controller: monotonic, counted from its making.</summary>
internal sealed class ClusterClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Whose clock it is.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Now.</summary>
    public Instant Now => Instant.Zero + Time.GetElapsedTime(_origin);

    /// <summary>Now, by the machine's clock, in milliseconds since 1970.</summary>
    public long UnixMilliseconds => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
