using Mainstay.Core.Topology;

namespace Mainstay.Server.Control;

/// <summary>What a controller may ask of the endpoints of its group.</summary>
public interface IEndpointGate
{
    /// <summary>
    /// Returns once no endpoint sends anything to a term before <paramref name="term"/> any more. With a positive <paramref name="drain"/>
    /// waits that long for the answers of what was sent, blocked commands aside. Returns whether nothing is unanswered.
    /// </summary>
    ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken cancellationToken);

    /// <summary>Gives endpoints a new snapshot; one of an older term or revision is ignored.</summary>
    void Publish(GroupTopology topology);
}
