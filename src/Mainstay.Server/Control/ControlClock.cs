using Mainstay.Core;

namespace Mainstay.Server.Control;

/// <summary>The instants of one controller: monotonic, counted from its making.</summary>
internal sealed class ControlClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Whose clock it is.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Now.</summary>
    public Instant Now => Instant.Zero + Time.GetElapsedTime(_origin);
}
