using System.Globalization;
using System.Net.Sockets;
using Mainstay.TestKit.Resp;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>
/// Asks the sentinels where the primary is, one after the other until one answers. Writers that ask at the same time share one question, as
/// the threads of an application do: a thousand questions a second would disturb what is measured.
/// </summary>
internal sealed class PrimaryLocator(IReadOnlyList<int> sentinels)
{
    private readonly Lock _lock = new();
    private Task<int>? _asking;

    /// <exception cref="IOException">No sentinel answers.</exception>
    public Task<int> LocateAsync()
    {
        lock (_lock) return _asking is { IsCompleted: false } ? _asking : _asking = AskAsync();
    }

    private async Task<int> AskAsync()
    {
        foreach (var sentinel in sentinels)
        {
            try
            {
                var reply = await RespClient.AskAsync(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", SentinelFiles.Service);
                if (reply.Items is [_, { Text: { } port }]) return int.Parse(port, CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The next one may answer.
            }
        }

        throw new IOException("no sentinel answers");
    }
}
