using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>Whether a linked replica is too far behind to be read from. That says nothing of who may lead: offsets do.</summary>
internal static class ReplicaLag
{
    /// <summary>Whether it is beyond a bound; one that is comes back only below half of both, so that it does not go to and fro.</summary>
    /// <param name="bounds">As configured; 0 is none.</param>
    /// <param name="behind">Bytes of replication that it does not have.</param>
    /// <param name="unheard">See <see cref="Unheard"/>.</param>
    /// <param name="lagging">Whether it was beyond one until now.</param>
    public static bool IsBeyond(ReaderSpec bounds, long behind, TimeSpan unheard, bool lagging) =>
        IsBeyond(behind, bounds.LagBytes, lagging) || IsBeyond(unheard.Ticks, bounds.LagTime.Ticks, lagging);

    /// <summary>For how long a replica has heard nothing although there was something to hear.</summary>
    /// <param name="replica">The replica; it has reported.</param>
    /// <param name="link">How its primary lists it.</param>
    /// <param name="behind">Bytes of replication that it does not have.</param>
    /// <param name="now">The present.</param>
    public static TimeSpan Unheard(NodeSighting replica, ReplicaLink link, long behind, Instant now)
    {
        // 1. The replica's own word, unless it has everything: a primary may have nothing to say.
        var own = behind > 0 ? replica.Unheard : TimeSpan.Zero;

        // 2. The primary's word, where the replica says nothing itself: it is busy. One that reported since is not.
        var silence = now - replica.ReportedAt;
        var listed = TimeSpan.FromSeconds(link.LagSeconds);
        var told = listed < silence ? listed : silence;
        return own > told ? own : told;
    }

    private static bool IsBeyond(long value, long bound, bool lagging) => bound > 0 && (lagging ? value >= bound - value : value > bound);
}
