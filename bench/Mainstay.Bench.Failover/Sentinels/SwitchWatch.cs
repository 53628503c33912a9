using System.Net.Sockets;
using Mainstay.TestKit.Resp;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>Listens to every sentinel for <c>+switch-master</c>, as clients that know of Sentinel do beside asking.</summary>
internal sealed class SwitchWatch : IAsyncDisposable
{
    private static readonly TimeSpan Whole = TimeSpan.FromHours(1);
    private readonly IReadOnlyList<RespClient> _clients;
    private readonly Task _listening;
    private string _last = "";

    private SwitchWatch(IReadOnlyList<RespClient> clients, Action switched)
    {
        _clients = clients;
        _listening = Task.WhenAll(clients.Select(client => ListenAsync(client, switched)));
    }

    /// <param name="sentinels">Their ports.</param>
    /// <param name="switched">Called once for a change, when the first sentinel tells it.</param>
    public static async Task<SwitchWatch> StartAsync(IReadOnlyList<int> sentinels, Action switched)
    {
        var clients = new List<RespClient>();
        foreach (var sentinel in sentinels)
        {
            var client = await RespClient.ConnectAsync(sentinel);
            clients.Add(client);
            await client.CallAsync("SUBSCRIBE", "+switch-master");
        }

        return new SwitchWatch(clients, switched);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _listening;
    }

    private async Task ListenAsync(RespClient client, Action switched)
    {
        try
        {
            while (true)
            {
                var push = await client.ReadAsync(Whole);
                if (push.Items is [{ Text: "message" }, _, { Text: { } told }] && Interlocked.Exchange(ref _last, told) != told) switched();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Disposed, or that sentinel ended: the others tell as well.
        }
    }
}
