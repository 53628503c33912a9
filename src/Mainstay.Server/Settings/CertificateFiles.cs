using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mainstay.Server.Settings;

/// <summary>Looks at PEM files that a configuration names, so that a wrong one is told before clients find it. Nothing of a key is in any message.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="now">Certificates expire.</param>
internal sealed class CertificateFiles(FaultList faults, DateTimeOffset now)
{
    private const int Longest = 1 << 20;
    private const string Encrypted = "ENCRYPTED";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>A certificate, those between it and a root, and its private key.</summary>
    public void CheckPair(SettingsNode certificatePlace, string certificatePath, SettingsNode keyPlace, string keyPath)
    {
        using var key = ReadKey(keyPlace, keyPath);
        var chain = ReadCertificates(certificatePlace, certificatePath, "put the certificate there, then those between it and a root");
        if (chain.Count == 0) return;
        foreach (var certificate in chain) CheckDates(certificatePlace, certificatePath, certificate);
        if (key is not null && !key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(chain[0].PublicKey.ExportSubjectPublicKeyInfo()))
            faults.Error(keyPlace, $"the key in {keyPath} does not belong to the first certificate in {certificatePath}", "name the key that the certificate was asked for with; the certificate itself comes first in its file");
        foreach (var certificate in chain) certificate.Dispose();
    }

    /// <summary>Authorities that certificates of others must come from.</summary>
    public void CheckAuthorities(SettingsNode place, string path)
    {
        foreach (var certificate in ReadCertificates(place, path, "put the certificates of the authorities there")) certificate.Dispose();
    }

    private X509Certificate2Collection ReadCertificates(SettingsNode place, string path, string missing)
    {
        var read = new X509Certificate2Collection();
        if (new NamedFiles(faults).Read(place, path, Longest, secret: false, missing) is not { } text) return read;
        try
        {
            read.ImportFromPem(text);
            if (read.Count == 0) faults.Error(place, $"{path} holds no certificate in PEM", "it begins with -----BEGIN CERTIFICATE-----; convert others with: openssl x509 -inform der -in FILE -out FILE.pem");
        }
        catch (CryptographicException)
        {
            faults.Error(place, $"a certificate in {path} is damaged", "put it there again, whole");
        }

        return read;
    }

    private AsymmetricAlgorithm? ReadKey(SettingsNode place, string path)
    {
        if (new NamedFiles(faults).Read(place, path, Longest, secret: true, "put the private key of the certificate there, readable by the daemon's user alone") is not { } text) return null;
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            faults.Error(place, $"{path} holds no private key in PEM", "it begins with -----BEGIN PRIVATE KEY-----");
            return null;
        }

        if (text.Contains(Encrypted, StringComparison.Ordinal))
        {
            faults.Error(place, $"the key in {path} has a passphrase, and nobody is there to type it", "remove it with: openssl pkey -in FILE -out FILE.plain, and keep that file to the daemon's user");
            return null;
        }

        AsymmetricAlgorithm[] kinds = [RSA.Create(), ECDsa.Create()];
        var key = Array.Find(kinds, kind => TryImport(kind, text));
        foreach (var other in kinds.Where(other => other != key)) other.Dispose();
        if (key is null) faults.Error(place, $"the key in {path} is damaged, or neither RSA nor EC", "put it there again, whole");
        return key;
    }

    private static bool TryImport(AsymmetricAlgorithm kind, string text)
    {
        try
        {
            kind.ImportFromPem(text);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private void CheckDates(SettingsNode place, string path, X509Certificate2 certificate)
    {
        var (from, to) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        var whose = $"the certificate of {certificate.Subject} in {path}";
        if (now > to) faults.Warning(place, $"{whose} expired on {Day(to)}: clients refuse it", "put a new one there; it is taken over without a restart");
        else if (to - now < Soon) faults.Warning(place, $"{whose} expires on {Day(to)}", "put a new one there before; it is taken over without a restart");
        else if (now < from) faults.Warning(place, $"{whose} is not valid before {Day(from)}: clients refuse it", "look at the host's clock");
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
