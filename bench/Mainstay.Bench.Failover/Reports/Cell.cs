using Mainstay.Bench.Failover.Clients;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;

namespace Mainstay.Bench.Failover.Reports;

/// <summary>What is measured as often as there are runs.</summary>
internal readonly record struct Cell(GapEvent Event, ClientKind Client, SystemKind System)
{
    public override string ToString() => $"{System}-{Client}-{Event}".ToLowerInvariant();
}
