using Mainstay.Core;

namespace Mainstay.Endpoints.Transport;

/// <summary>Calls back on its loop once a time has come. Set again, it forgets the former time.</summary>
/// <param name="callback">What to do; its own faults are the owner's.</param>
internal sealed class LoopTimer(Action callback)
{
    /// <summary>When it is due; null while it is not set.</summary>
    public Instant? At { get; set; }

    /// <summary>The time under which the loop has it in its books, which may be one that was given up.</summary>
    public Instant? Booked { get; set; }

    /// <summary>Does it.</summary>
    public void Fire() => callback();
}
