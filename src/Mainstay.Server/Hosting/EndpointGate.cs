using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Control;

namespace Mainstay.Server.Hosting;

/// <summary>Gives a controller its group's endpoints, which know nothing of controllers; whoever else follows the topology is told with them.</summary>
internal sealed class EndpointGate(GroupEndpoints endpoints, Action<GroupTopology> followers) : IEndpointGate
{
    public ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken cancellationToken) => endpoints.FenceAsync(term, drain, cancellationToken);

    public void Publish(GroupTopology topology)
    {
        endpoints.Publish(topology);
        followers(topology);
    }
}
