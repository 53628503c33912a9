using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Tls;

/// <summary>An authority of the test's own, and the PEM files that it hands out: its certificate is <c>ca.pem</c> in its folder.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private byte _serial;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(100));
        File.WriteAllText(Ca, _certificate.ExportCertificatePem());
    }

    /// <summary>The file of its own certificate.</summary>
    public string Ca => Combine("ca.pem");

    public string Combine(string name) => _folder.Combine(name);

    /// <summary>Writes NAME.pem and NAME.key for <c>localhost</c> and <c>127.0.0.1</c>, for servers and clients alike.</summary>
    public (string Certificate, string Key) Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90), [1, ++_serial]);
        File.WriteAllText(Combine(name + ".pem"), issued.ExportCertificatePem());
        File.WriteAllText(Combine(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Combine(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return (Combine(name + ".pem"), Combine(name + ".key"));
    }

    /// <summary>A client that trusts this authority alone, and shows a certificate when it is given one.</summary>
    /// <param name="port">Where.</param>
    /// <param name="identity">Whose certificate it shows; null for none.</param>
    /// <param name="versions">What it speaks.</param>
    /// <param name="seen">Told of the server's certificate.</param>
    /// <exception cref="AuthenticationException">There is no agreement.</exception>
    public Task<RespClient> ConnectAsync(int port, (string Certificate, string Key)? identity = null, SslProtocols versions = SslProtocols.None, Action<X509Certificate2>? seen = null) =>
        RespClient.ConnectAsync(port, plain => EncryptAsync(plain, identity, versions, seen));

    /// <summary>As such a client, over what is connected.</summary>
    public async Task<Stream> EncryptAsync(Stream plain, (string Certificate, string Key)? identity = null, SslProtocols versions = SslProtocols.None, Action<X509Certificate2>? seen = null)
    {
        var stream = new SslStream(plain);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_certificate);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = versions,
            CertificateChainPolicy = trust,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ClientCertificates = identity is { } files ? [X509Certificate2.CreateFromPemFile(files.Certificate, files.Key)] : null,
        });
        seen?.Invoke((X509Certificate2)stream.RemoteCertificate!);
        return stream;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
