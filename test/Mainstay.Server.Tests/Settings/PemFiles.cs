using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Settings;

/// <summary>A folder of certificates and keys, good ones and others, beside a configuration.</summary>
internal sealed class PemFiles : IDisposable
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA Other = RSA.Create(2048);

    private readonly TempFolder _folder = TempFolder.Create();

    public PemFiles()
    {
        Certificate("cert.pem", -10, 100);
        Certificate("expired.pem", -100, -3);
        Certificate("soon.pem", -10, 7);
        Certificate("future.pem", 3, 100);
        Write("rsa.pem", new CertificateRequest("CN=cache", Other, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(100)).ExportCertificatePem());
        Write("rsa.key", Other.ExportRSAPrivateKeyPem(), secret: true);
        Write("ca.pem", File.ReadAllText(_folder.Combine("cert.pem")));
        Write("key.pem", Secret, secret: true);
        Write("ec.key", Key.ExportECPrivateKeyPem(), secret: true);
        Write("open.key", Secret);
        Write("passphrase.key", Key.ExportEncryptedPkcs8PrivateKeyPem("pass", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), secret: true);
        Write("damaged.key", Secret.Replace(Secret[40..60], "####################", StringComparison.Ordinal), secret: true);
        Write("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Write("empty.pem", "nothing\n");
    }

    /// <summary>The good key, which must be in no message.</summary>
    public string Secret { get; } = Key.ExportPkcs8PrivateKeyPem();

    public string Combine(string name) => _folder.Combine(name);

    public void Dispose() => _folder.Dispose();

    private void Certificate(string name, int from, int to)
    {
        var now = DateTimeOffset.UtcNow;
        Write(name, new CertificateRequest("CN=cache", Key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(from), now.AddDays(to)).ExportCertificatePem());
    }

    private void Write(string name, string text, bool secret = false)
    {
        File.WriteAllText(_folder.Combine(name), text);
        File.SetUnixFileMode(_folder.Combine(name), UnixFileMode.UserRead | (secret ? UnixFileMode.None : UnixFileMode.OtherRead));
    }
}
