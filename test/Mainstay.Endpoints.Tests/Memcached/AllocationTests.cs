using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>In a steady state neither sets nor gets, of one key or several, allocate anything on the loop that serves them.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    /// <summary>What the loop may allocate in all, for what it does by the second and to be asked.</summary>
    private const long MostBytes = 16 << 10;

    [Theory]
    [InlineData(50, "get key1\r\n", "VALUE key1 0 5\r\nhello\r\nEND\r\n")]
    [InlineData(10, "get key1 key2 key3 key1\r\n", "VALUE key1 0 5\r\nhello\r\nVALUE key1 0 5\r\nhello\r\nEND\r\n")]
    public async Task Commands_allocate_nothing(int pairs, string get, string value)
    {
        await using var cluster = await RealCluster.StartAsync(kind: TransportKind.Epoll);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        await client.ConnectAsync(IPAddress.Loopback, cluster.Port, TestContext.Current.CancellationToken);
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"set key1 0 0 5\r\nhello\r\n{get}", pairs)));
        var answers = pairs * ("STORED\r\n".Length + value.Length);

        Drive(client, requests, answers, 1000);
        var before = await cluster.AllocatedAsync();
        Drive(client, requests, answers, 1000);
        var allocated = await cluster.AllocatedAsync() - before;

        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} bytes for {2 * pairs * 1000} commands");
        Assert.InRange(allocated, 0, MostBytes);
    }

    private static void Drive(Socket client, byte[] requests, int answers, int rounds)
    {
        var heard = new byte[64 << 10];
        for (var round = 0; round < rounds; round++)
        {
            client.Send(requests);
            for (var left = answers; left > 0;) left -= client.Receive(heard.AsSpan(0, Math.Min(left, heard.Length)));
        }
    }
}
