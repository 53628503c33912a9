using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Running;

/// <summary>A running group whose primary is made to fail, however it is that it recovers.</summary>
public interface IGapTarget
{
    /// <summary>How long writes may take to resume, and the group to be whole again, before a run is given up.</summary>
    TimeSpan Patience { get; }

    /// <summary>Awaits that the group is whole and ready for another event, and remembers its primary.</summary>
    Task ReadyAsync(Deadline deadline);

    /// <summary>Makes it happen to the primary remembered, and returns when that is done or asked for.</summary>
    Task StrikeAsync(GapEvent kind);

    /// <summary>What somebody beside the system has to do when writes flow again: start the server that was killed, wake the one that was stopped.</summary>
    Task MendAsync(GapEvent kind);

    /// <summary>Awaits that there is one primary, not the one remembered, and all others replicate from it.</summary>
    /// <returns>The port on which what was written is read back.</returns>
    Task<int> WholeAsync(Deadline deadline);
}
