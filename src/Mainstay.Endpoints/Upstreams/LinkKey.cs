using Mainstay.Core.Topology;
using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>What commands must have in common to share a connection: the process, and what its connection is (user, database, protocol).</summary>
internal readonly record struct LinkKey(string Node, string? RunId, string? ReplicationId, bool IsPrimary, NodeAddress Address, string Profile)
{
    /// <summary>Says nothing of the profile, which may hold a password.</summary>
    public override string ToString() => $"{Node} at {Address}";

    /// <summary>The key for a target.</summary>
    public static LinkKey Of(RouteTarget target, string profile) => new(target.Node, target.RunId, target.ReplicationId, target.IsPrimary, target.Address, profile);
}
