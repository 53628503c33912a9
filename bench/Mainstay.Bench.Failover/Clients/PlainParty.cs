using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.Failover.Clients;

/// <summary>Plain clients of an address that never changes.</summary>
internal sealed class PlainParty(int port) : IClientParty
{
    public IWriteClient ClientOf(int writer) => new PlainWriteClient(() => Task.FromResult(port), PlainWriteClient.UsualPatience);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
