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
        new ClusterNodeStatus("pages-001", new NodeAddress("127.0.0.1", 11211), NodeHealth.Online)
        {
            ProcessId = 4101,
            Version = "1.6.18",
            Items = 1200,
            Bytes = 2_500_000,
            Limit = 67_108_864,
            Connections = 3,
            Hits = 900,
            Misses = 100,
            Evictions = 7,
            Uptime = TimeSpan.FromSeconds(86_400.5),
        },
        new ClusterNodeStatus("pages-002", new NodeAddress("127.0.0.1", 11212), NodeHealth.Silent),
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
