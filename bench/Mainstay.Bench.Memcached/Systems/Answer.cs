using System.Net.Sockets;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Bench.Memcached.Systems;

/// <summary>Asks for a key that is not there.</summary>
internal static class Answer
{
    /// <summary>Null when it was answered as by a memcached, else what came instead.</summary>
    public static async Task<string?> OfAsync(int port)
    {
        try
        {
            using var client = await TextClient.ConnectAsync(port);
            return await client.LineAsync("get no-such-key") is var answer && answer == "END" ? null : answer;
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            return failure.Message;
        }
    }
}
