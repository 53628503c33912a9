namespace Mainstay.Core.Failover;

/// <summary>Whether the copies that answer are enough to lead with the best of them.</summary>
/// <param name="Best">The copy to lead with; null when they are not enough.</param>
/// <param name="Reason">For people: why, and if not enough, what is missing and what to do.</param>
internal sealed record QuorumVerdict(CopyOfData? Best, string Reason)
{
    public bool Enough => Best is not null;
}
