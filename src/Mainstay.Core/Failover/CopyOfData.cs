namespace Mainstay.Core.Failover;

/// <summary>One member's copy, as judged for leading.</summary>
/// <param name="Node">The member.</param>
/// <param name="Report">What it said; final when it was sealed.</param>
/// <param name="Valid">It is the process whose copy was admitted, and it is not being refilled: what it confirmed, it has.</param>
/// <param name="WasPrimary">It is the published primary's process itself: it has everything that was ever acknowledged.</param>
/// <param name="Priority">The configured priority; 0 never leads.</param>
/// <param name="Order">Its place in the configuration.</param>
internal sealed record CopyOfData(string Node, NodeReport Report, bool Valid, bool WasPrimary, int Priority, int Order);
