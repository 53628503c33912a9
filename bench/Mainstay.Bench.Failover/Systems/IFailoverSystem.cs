using Mainstay.Bench.Failover.Clients;
using Mainstay.TestKit.Running;

namespace Mainstay.Bench.Failover.Systems;

/// <summary>A primary, two replicas and what keeps them up, all of them owned by the bench.</summary>
internal interface IFailoverSystem : IGapTarget, IAsyncDisposable
{
    /// <summary>A port on which the group is written to when it is whole.</summary>
    int Port { get; }

    /// <summary>New clients, configured as users of that system are told to.</summary>
    Task<IClientParty> OpenAsync(ClientKind kind);
}
