using System.Net.Sockets;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>Awaits that commands reach the data server.</summary>
internal static class Readiness
{
    /// <exception cref="TimeoutException">They did not within 30 s; the message has the last answer.</exception>
    public static Task AwaitAsync(int port, string what, CancellationToken cancellationToken) => Eventually.FineAsync(async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var reply = await RespClient.AskAsync(port, "GET", "no-such-key");
            return reply.IsNull ? null : $"{reply}";
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            return exception.Message;
        }
    }, Deadline.InSeconds(30), $"{what} answers");
}
