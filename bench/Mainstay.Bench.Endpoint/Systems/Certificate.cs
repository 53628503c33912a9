using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>A certificate for loopback, signed by itself: ECDSA on P-256, as web servers are given today.</summary>
/// <param name="CertificateFile">PEM.</param>
/// <param name="KeyFile">PEM, its private key.</param>
/// <param name="BothFile">PEM, both in one file, as HAProxy reads them.</param>
internal sealed record Certificate(string CertificateFile, string KeyFile, string BothFile)
{
    public const string Subject = "CN=endpoint-bench";

    /// <param name="folder">Where its files are written.</param>
    public static async Task<Certificate> WriteAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(90));

        var written = new Certificate(Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"), Path.Combine(folder, "both.pem"));
        await File.WriteAllTextAsync(written.CertificateFile, certificate.ExportCertificatePem() + "\n");
        await WriteSecretAsync(written.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        await WriteSecretAsync(written.BothFile, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return written;
    }

    private static async Task WriteSecretAsync(string file, string text)
    {
        await using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(text);
    }
}
