using System.Net.Sockets;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>Awaits that commands reach the data server.</summary>
internal static class Readiness
{
    /// <param name="tls">Whether to speak TLS.</param>
    /// <exception cref="TimeoutException">They did not within 30 s, or the process ended; the message has the last answer and what the process printed.</exception>
    public static Task AwaitAsync(OwnedProcess process, int port, bool tls, string what, CancellationToken cancellationToken) => Eventually.FineAsync(async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (tls) await TlsGreeting.AskAsync(port, cancellationToken);
            else if (await RespClient.AskAsync(port, "GET", "no-such-key") is { IsNull: false } reply) return $"{reply}; {process.Describe()}";
            return null;
        }
        catch (Exception exception) when (exception is IOException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return process.Runs ? $"{exception.Message}; {process.Describe()}" : throw new TimeoutException($"{what} ended: {process.Describe()}", exception);
        }
    }, Deadline.InSeconds(30), $"{what} answers");
}
