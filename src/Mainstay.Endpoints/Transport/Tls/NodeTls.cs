using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Mainstay.Core.Configuration;

namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>How nodes are reached over TLS. The files are read again when they have changed; while they are of no use the former ones count. Safe from any thread.</summary>
public sealed class NodeTls
{
    private readonly NodeTlsSpec _spec;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private string? _loaded;
    private X509ChainPolicy? _trust;
    private SslStreamCertificateContext? _identity;

    private NodeTls(NodeTlsSpec spec, TimeProvider time) => (_spec, _time) = (spec, time);

    /// <summary>For a group; null where its nodes are reached without.</summary>
    public static NodeTls? Of(NodeTlsSpec? spec, TimeProvider time) => spec is null ? null : new NodeTls(spec, time);

    /// <summary>For a handshake with the node at <paramref name="host"/>. Throws <see cref="TlsFileException"/> while the files never were of use.</summary>
    public SslClientAuthenticationOptions For(string host)
    {
        lock (_gate)
        {
            var stamp = PemFiles.Stamp(_spec.Ca, _spec.Certificate, _spec.Key);
            if (stamp != _loaded) Load(stamp);
            return new SslClientAuthenticationOptions
            {
                TargetHost = _spec.ServerName ?? host,
                EnabledSslProtocols = ServerTls.Versions,
                AllowRenegotiation = false,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = _trust,
                ClientCertificateContext = _identity,
            };
        }
    }

    private void Load(string stamp)
    {
        try
        {
            var trust = PemFiles.Trust(_spec.Ca);
            var identity = _spec.Certificate is null ? null : PemFiles.Identity(_spec.Certificate, _spec.Key!, _time.GetUtcNow());
            (_trust, _identity) = (trust, identity);
        }
        catch (TlsFileException) when (_trust is not null)
        {
            // They are being replaced, or were replaced badly: handshakes tell when the former ones don't do any more.
        }

        _loaded = stamp;
    }
}
