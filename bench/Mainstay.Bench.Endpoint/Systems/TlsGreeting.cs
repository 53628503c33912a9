using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>Asks once over TLS, with the cipher suite that is measured.</summary>
internal static class TlsGreeting
{
    /// <summary>The same for both sides, whatever else each would choose; by OpenSSL's name for it too.</summary>
    public const TlsCipherSuite Suite = TlsCipherSuite.TLS_AES_256_GCM_SHA384;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What was agreed on: <c>Tls13 TLS_AES_256_GCM_SHA384</c>.</summary>
    /// <exception cref="IOException">There was no answer, another one, or no agreement.</exception>
    public static async Task<string> AskAsync(int port, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), giveUp.Token);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CipherSuitesPolicy = new CipherSuitesPolicy([Suite]),
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == Certificate.Subject,
            }, giveUp.Token);
        }
        catch (AuthenticationException disagreement)
        {
            throw new IOException(disagreement.Message, disagreement);
        }

        await stream.WriteAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), giveUp.Token);
        var answer = new byte[7];
        await stream.ReadExactlyAsync(answer, giveUp.Token);
        return answer.AsSpan().SequenceEqual("+PONG\r\n"u8) ? $"{stream.SslProtocol} {stream.NegotiatedCipherSuite}" : throw new IOException("PING had another answer than PONG");
    }
}
