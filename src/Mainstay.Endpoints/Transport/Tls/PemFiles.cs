using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>Reads certificates and keys out of PEM files (RFC 7468). What is wrong with one is thrown as <see cref="TlsFileException"/>.</summary>
internal static class PemFiles
{
    /// <summary>A certificate with its key and those between it and a root. Nothing is looked up elsewhere for it.</summary>
    public static SslStreamCertificateContext Identity(string certificate, string key, DateTimeOffset now)
    {
        var all = Certificates(certificate);
        X509Certificate2 own;
        try
        {
            own = X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new TlsFileException($"{key} is no private key of the certificate in {certificate}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException($"{key} can't be read: {e.Message}", e);
        }

        if (own.NotAfter < now) throw new TlsFileException(string.Create(CultureInfo.InvariantCulture, $"the certificate in {certificate} expired on {own.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
        all.RemoveAt(0);
        try
        {
            return SslStreamCertificateContext.Create(own, all, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException)
        {
            throw new TlsFileException($"the certificate in {certificate} can't be used: {e.Message}", e);
        }
    }

    /// <summary>
    /// Trust in the authorities of a file and in nobody else; null for those of the system. Nothing is downloaded, and nobody is asked
    /// whether a certificate was revoked: a handshake must wait for nobody.
    /// </summary>
    public static X509ChainPolicy Trust(string? authorities)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Certificates(authorities));
        return policy;
    }

    /// <summary>By what is seen that a file was replaced or written to: when, and how long it is. One that is not there has none.</summary>
    public static string Stamp(params ReadOnlySpan<string?> files)
    {
        var stamp = "";
        foreach (var file in files)
        {
            if (file is null) continue;
            var info = new FileInfo(file);
            stamp += info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.LastWriteTimeUtc.Ticks}:{info.Length} ") : "none ";
        }

        return stamp;
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(file);
        }
        catch (CryptographicException e)
        {
            throw new TlsFileException($"{file} holds a certificate that makes no sense: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException($"{file} can't be read: {e.Message}", e);
        }

        return all.Count > 0 ? all : throw new TlsFileException($"{file} holds no certificate (PEM begins with -----BEGIN CERTIFICATE-----)");
    }
}
