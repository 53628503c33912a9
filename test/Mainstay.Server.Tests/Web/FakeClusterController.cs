using System.Collections.Immutable;
using Mainstay.Core.Topology;
using Mainstay.Server.Clusters;

namespace Mainstay.Server.Tests.Web;

/// <summary>A cluster's controller whose state the test sets.</summary>
internal sealed class FakeClusterController : IClusterController
{
    public ClusterTopology? Topology { get; private set; } = Of();

    public ImmutableArray<ClusterNodeStatus> Nodes { get; set; } =
    [
        new ClusterNodeStatus("pages-001", new NodeAddress("127.0.0.1", 11211), NodeHealth.Online, 4101, "1.6.18", new MemcachedFigures(1200, 2_500_000, 67_108_864, 3, 900, 100, 7, 86_400)),
        new ClusterNodeStatus("pages-002", new NodeAddress("127.0.0.1", 11212), NodeHealth.Silent, null, null, null),
    ];

    public bool IsTurning { get; set; } = true;

    public event Action<ClusterTopology>? Published;

    public void Become(ClusterTopology? topology)
    {
        Topology = topology;
        if (topology is not null) Published?.Invoke(topology);
    }

    public static ClusterTopology Of(long version = 12, NodeHealth last = NodeHealth.Online, long life = 1) => new()
    {
        Cluster = "pages",
        Version = version,
        Revision = version,
        Nodes =
        [
            new ClusterNode("pages-001", new NodeAddress("127.0.0.1", 11211), NodeHealth.Online) { Life = 1 },
            new ClusterNode("pages-002", new NodeAddress("127.0.0.1", 11212), last) { Life = life },
        ],
    };
}
