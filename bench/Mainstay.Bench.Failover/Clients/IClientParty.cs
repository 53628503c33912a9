using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.Failover.Clients;

/// <summary>What the writers of one run share.</summary>
internal interface IClientParty : IAsyncDisposable
{
    /// <summary>The client of one writer, who disposes it.</summary>
    IWriteClient ClientOf(int writer);
}
