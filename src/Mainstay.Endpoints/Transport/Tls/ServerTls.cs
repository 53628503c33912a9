using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>As whom endpoints shake hands, and whom they let in. The files are read again when they change; who is connected stays. Safe from any thread.</summary>
internal sealed partial class ServerTls(TlsSpec spec, TimeProvider time, ILogger logger)
{
    /// <summary>What servers and clients agree on: nothing older, which everybody who still speaks it can be broken by.</summary>
    public const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    private string _loaded = "";
    private string _seen = "";
    private volatile SslServerAuthenticationOptions? _options;

    /// <summary>For the next handshake.</summary>
    public SslServerAuthenticationOptions Options => _options ?? throw new InvalidOperationException("the certificate was not loaded");

    /// <summary>Reads the files. Throws <see cref="TlsFileException"/> when one of them is of no use.</summary>
    public void Load()
    {
        _loaded = _seen = Stamp();
        _options = Read();
    }

    /// <summary>Reads the files before <paramref name="endpoint"/> listens. Throws <see cref="EndpointBindException"/> when one of them is of no use.</summary>
    public void LoadFor(NodeAddress endpoint)
    {
        try
        {
            Load();
        }
        catch (TlsFileException e)
        {
            throw new EndpointBindException(endpoint, e.Message);
        }
    }

    /// <summary>
    /// Looks whether the files have changed, and takes them over once they rest: they are several, and written one after the other. When
    /// they are of no use the former ones stay in force, and that is told.
    /// </summary>
    public void Look()
    {
        if (_options is null) return;
        var stamp = Stamp();
        var rests = stamp == _seen;
        _seen = stamp;
        if (!rests || stamp == _loaded) return;
        _loaded = stamp;
        try
        {
            _options = Read();
            LogTaken(logger, spec.Certificate, _options.ServerCertificateContext!.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (TlsFileException e)
        {
            LogUseless(logger, e.Message);
        }
    }

    private string Stamp() => PemFiles.Stamp(spec.Certificate, spec.Key, spec.ClientCa);

    private SslServerAuthenticationOptions Read()
    {
        var asked = spec.ClientCa is null ? ClientCertificates.None : spec.ClientCertificates;
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            ServerCertificateContext = PemFiles.Identity(spec.Certificate, spec.Key, time.GetUtcNow()),
            ClientCertificateRequired = asked != ClientCertificates.None,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (asked == ClientCertificates.None) return options;
        options.CertificateChainPolicy = PemFiles.Trust(spec.ClientCa);
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is null ? asked == ClientCertificates.Optional : errors == SslPolicyErrors.None;
        return options;
    }

    [LoggerMessage(1031, LogLevel.Information, "New TLS handshakes use the certificate now in {File}, valid until {Until:u}; who is connected stays", EventName = "CertificateTaken")]
    private static partial void LogTaken(ILogger logger, string file, DateTime until);

    [LoggerMessage(1032, LogLevel.Error, "The TLS files have changed and are of no use, the former ones stay in force: {Reason}", EventName = "CertificateUseless")]
    private static partial void LogUseless(ILogger logger, string reason);
}
