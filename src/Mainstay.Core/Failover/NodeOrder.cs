namespace Mainstay.Core.Failover;

/// <summary>The last order given to one node.</summary>
internal sealed class NodeOrder
{
    public string Kind { get; set; } = "";

    public ActionId? Pending { get; set; }

    public int Failures { get; set; }

    public Instant NotBefore { get; set; }

    /// <summary>When an order to start it was last carried out.</summary>
    public Instant? StartedAt { get; set; }
}
