using Mainstay.TestKit.Writing;
using StackExchange.Redis;

namespace Mainstay.Bench.Failover.Clients;

/// <summary>One multiplexer.</summary>
internal sealed class StackExchangeParty : IClientParty
{
    private readonly ConnectionMultiplexer _connection;

    private StackExchangeParty(ConnectionMultiplexer connection) => _connection = connection;

    /// <param name="configuration">A connection string of StackExchange.Redis.</param>
    public static async Task<StackExchangeParty> ConnectAsync(string configuration) => new(await ConnectionMultiplexer.ConnectAsync(configuration));

    public IWriteClient ClientOf(int writer) => new StackExchangeClient(_connection.GetDatabase());

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
