using StackExchange.Redis;

namespace Archive;

internal static class RedisFactory
{
    private static readonly Lazy<ConnectionMultiplexer> Shared = new(Connect);

    public static IDatabase Database => Shared.Value.GetDatabase();

    private static ConnectionMultiplexer Connect()
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "archive-001.archive.k2uo8g.euc1.cache.amazonaws.com", 6379 } },
            Ssl = true,
            AbortOnConnectFail = false,
            ConnectTimeout = 5000,
            ConnectRetry = 5,
        };
        return ConnectionMultiplexer.Connect(options);
    }
}
