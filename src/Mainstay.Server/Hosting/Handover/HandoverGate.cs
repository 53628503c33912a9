using Mainstay.Core.Topology;
using Mainstay.Server.Control;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>A controller's gate while a predecessor may still serve clients of the group: it is told as this process's own endpoints are.</summary>
internal sealed class HandoverGate(IEndpointGate own, Predecessor predecessor, string group) : IEndpointGate
{
    public async ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken cancellationToken)
    {
        var there = predecessor.FenceAsync(group, term, drain, cancellationToken);
        var here = await own.FenceAsync(term, drain, cancellationToken);
        return await there && here;
    }

    public void Publish(GroupTopology topology)
    {
        predecessor.Publish(topology);
        own.Publish(topology);
    }
}
