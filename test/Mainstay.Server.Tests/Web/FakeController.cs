using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;

namespace Mainstay.Server.Tests.Web;

/// <summary>A controller whose state the test sets and whose answers the test gives.</summary>
internal sealed class FakeController : IGroupController
{
    public FakeController() => Status = Serving("main-001");

    public GroupStatus Status { get; private set; }

    public ImmutableArray<NodeSpec> Members { get; set; } = [];

    public bool IsTurning { get; set; } = true;

    public event Action<GroupStatus>? Changed;

    public List<OperatorRequest> Asked { get; } = [];

    public Func<OperatorRequest, CancellationToken, Task<OperatorReply>> Answer { get; set; } =
        (_, _) => Task.FromResult(new OperatorReply(true, "done", ["first", "second"]) { From = "main-001", To = "main-002", Took = TimeSpan.FromMilliseconds(37.2) });

    public Task<OperatorReply> AskAsync(OperatorRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Answer(request, cancellationToken);
    }

    public void Become(GroupStatus status)
    {
        Status = status;
        Changed?.Invoke(status);
    }

    public static GroupStatus Serving(string primary, ulong term = 1, GroupState state = GroupState.Serving, NodeHealth lastHealth = NodeHealth.Online)
    {
        string[] names = ["main-001", "main-002", "main-003"];
        var topology = new GroupTopology
        {
            Group = "main",
            Term = term,
            Revision = 4,
            State = state,
            Primary = state == GroupState.NoPrimary ? null : new PrimaryIdentity(primary, new string('a', 40), new string('b', 40), -1),
            Nodes = [.. names.Select((name, index) => new TopologyNode(
                name, new NodeAddress("127.0.0.1", 6411 + index), name == primary ? NodeRole.Primary : NodeRole.Replica,
                index == 2 ? lastHealth : NodeHealth.Online, new string('c', 40)))],
        };
        ImmutableArray<NodeFigures> figures =
        [
            new NodeFigures("main-001", 1200, 0, 4001, []) { Report = Report(NodeRole.Primary, 4001) with { Replicas = [new ReplicaLink(new NodeAddress("127.0.0.1", 6412), true, 1200, 0)] } },
            new NodeFigures("main-002", 1200, 0, 4002, ["20160325-050000-term-3"]) { Report = Report(NodeRole.Replica, 4002) with { FollowsHost = "127.0.0.1", FollowsPort = 6411, LinkUp = true, LastHeardSeconds = 1 } },
            new NodeFigures("main-003", null, null, null, []),
        ];
        return new GroupStatus(topology, figures, "main-001 leads");
    }

    private static NodeReport Report(NodeRole role, long process) =>
        new() { RunId = new string('c', 40), ProcessId = process, Role = role, ReplicationId = new string('b', 40), Offset = 1200 };
}
