using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.Server.Settings;

namespace Mainstay.Server.Tests.Settings;

/// <summary>The keys <c>tls</c> and <c>node_tls</c>, and the endpoints that speak it: what they mean, and every way in which they can be wrong.</summary>
public sealed class TlsSettingsTests
{
    private const string Good = """
        version: 1
        data: data
        tls:
          certificate: cert.pem
          key: key.pem
          client_ca: ca.pem
          client_certificates: optional
        groups:
          orders:
            settings: { maxmemory: 1mb }
            nodes: { orders-001: { address: "127.0.0.1:6411" } }
            endpoints: { primary: "127.0.0.1:6400", primary_tls: "127.0.0.1:6443", reader_tls: "127.0.0.1:6444" }

        """;

    private const string OfOthers = """
        version: 1
        data: data
        groups:
          orders:
            node_tls: { ca: ca.pem, certificate: cert.pem, key: key.pem, server_name: cache.example.net }
            nodes: { orders-001: { address: "127.0.0.1:6411", managed: false } }
            endpoints: { primary: "127.0.0.1:6400" }

        """;

    [Fact]
    public void Every_key_means_what_it_says()
    {
        using var files = new PemFiles();
        var reading = Read(files, Good);
        Assert.Equal("", SettingsText.Faults(reading));
        var group = reading.Spec!.Groups[0];
        Assert.Equal(new TlsSpec(files.Combine("cert.pem"), files.Combine("key.pem"), files.Combine("ca.pem"), ClientCertificates.Optional), group.Tls);
        Assert.Equal(
            [
                new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 6400)), new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 6443), Tls: true),
                new EndpointSpec(EndpointKind.Reader, new NodeAddress("127.0.0.1", 6444), Tls: true),
            ],
            group.Endpoints);
        Assert.Equal(new NodeTlsSpec(files.Combine("ca.pem"), files.Combine("cert.pem"), files.Combine("key.pem"), "cache.example.net"), Read(files, OfOthers).Spec!.Groups[0].NodeTls);
        Assert.Null(Read(files, OfOthers).Spec!.Groups[0].Tls);
        Assert.Equal(new NodeTlsSpec(), Read(files, OfOthers.Replace("{ ca: ca.pem, certificate: cert.pem, key: key.pem, server_name: cache.example.net }", "{}", StringComparison.Ordinal)).Spec!.Groups[0].NodeTls);
    }

    [Theory]
    [InlineData("  client_ca: ca.pem\n  client_certificates: optional\n", "", ClientCertificates.None)]
    [InlineData("  client_certificates: optional\n", "", ClientCertificates.Required)]
    [InlineData("client_certificates: optional", "client_certificates: none", ClientCertificates.None)]
    public void Whoever_gives_authorities_asks_for_certificates(string good, string other, ClientCertificates expected)
    {
        using var files = new PemFiles();
        var reading = Read(files, Good.Replace(good, other, StringComparison.Ordinal));
        Assert.Equal(("", expected), (SettingsText.Faults(reading), reading.Spec?.Groups[0].Tls?.ClientCertificates));
    }

    [Theory]
    [InlineData("certificate: cert.pem\n  key: key.pem", "certificate: rsa.pem\n  key: rsa.key")]
    [InlineData("key: key.pem", "key: ec.key")]
    [InlineData("primary: \"127.0.0.1:6400\", ", "")]
    public void Other_good_ones(string good, string other)
    {
        using var files = new PemFiles();
        Assert.Equal("", SettingsText.Faults(Read(files, Good.Replace(good, other, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Good, "key: key.pem", "kye: key.pem", "f:5:3: error: 'tls' has no key 'kye'; did you mean 'key'?")]
    [InlineData(Good, "  key: key.pem\n", "", "f:4:3: error: 'tls' has no 'key'; add key: and its value")]
    [InlineData(Good, "cert.pem", "none.pem", "/none.pem; put the certificate there, then those between it and a root")]
    [InlineData(Good, "cert.pem", "empty.pem", "/empty.pem holds no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----; convert others with: openssl x509 -inform der -in FILE -out FILE.pem")]
    [InlineData(Good, "cert.pem", "damaged.pem", "/damaged.pem is damaged; put it there again, whole")]
    [InlineData(Good, "cert.pem", "rsa.pem", "/rsa.pem; name the key that the certificate was asked for with; the certificate itself comes first in its file")]
    [InlineData(Good, "key.pem", "none.pem", "/none.pem; put the private key of the certificate there, readable by the daemon's user alone")]
    [InlineData(Good, "key.pem", "cert.pem", "/cert.pem holds no private key in PEM; it begins with -----BEGIN PRIVATE KEY-----")]
    [InlineData(Good, "key.pem", "passphrase.key", "/passphrase.key has a passphrase, and nobody is there to type it; remove it with: openssl pkey")]
    [InlineData(Good, "key.pem", "damaged.key", "/damaged.key is damaged, or neither RSA nor EC; put it there again, whole")]
    [InlineData(Good, "key.pem", "rsa.key", "f:5:8: error: the key in ")]
    [InlineData(Good, "ca.pem", "none.pem", "/none.pem; put the certificates of the authorities there")]
    [InlineData(Good, "ca.pem", "key.pem", "/key.pem holds no certificate in PEM")]
    [InlineData(Good, "  client_ca: ca.pem\n", "", "f:6:24: error: 'client_certificates' is optional, and nothing says whose certificates are valid; add client_ca: with the file of the authorities, or write none")]
    [InlineData(Good, "certificates: optional", "certificates: always", "f:7:24: error: 'client_certificates' is 'always'; it takes none, optional, required")]
    [InlineData(Good, "6444", "6443", "f:12:88: error: 127.0.0.1:6443 is used by the primary TLS endpoint of orders in line 12 already; give one of them another port")]
    [InlineData(Good, "primary: \"127.0.0.1:6400\", primary_tls: \"127.0.0.1:6443\", ", "", "f:12:16: error: 'endpoints' of group orders has no 'primary' and no 'primary_tls'; add primary: \"127.0.0.1:6400\"")]
    [InlineData(Good, "    settings: { maxmemory: 1mb }\n", "    settings: { maxmemory: 1mb }\n    node_tls: {}\n", "f:11:15: error: 'node_tls' is for nodes that others start; those that we start run on this host, and are reached there and by their unix sockets, without TLS; remove it")]
    [InlineData(OfOthers, "endpoints: { primary:", "endpoints: { primary_tls:", "f:7:31: error: 'primary_tls' speaks TLS, and the file has no 'tls' that says with which certificate; add tls: { certificate: FILE, key: FILE } at the top level")]
    [InlineData(OfOthers, ", key: key.pem", "", "f:5:42: error: 'certificate' stands without 'key'; add key: with the file of its private key")]
    [InlineData(OfOthers, "certificate: cert.pem, ", "", "f:5:34: error: 'key' stands without 'certificate'; add certificate: with the file of what it belongs to")]
    [InlineData(OfOthers, "key: key.pem", "key: rsa.key", "f:5:57: error: the key in ")]
    [InlineData(OfOthers, "ca: ca.pem", "ca: empty.pem", "/empty.pem holds no certificate in PEM")]
    [InlineData(OfOthers, "cache.example.net", "\"cache.example.net:6379\"", "f:5:79: error: 'server_name' is 'cache.example.net:6379', which is no name of a host; write it as it stands in the certificates, without a port")]
    public void A_fault_is_told_with_its_place_and_what_to_do(string text, string good, string bad, string expected)
    {
        using var files = new PemFiles();
        Assert.Contains(good, text, StringComparison.Ordinal);
        var at = text.IndexOf(good, StringComparison.Ordinal);
        var reading = Read(files, text[..at] + bad + text[(at + good.Length)..]);
        var faults = SettingsText.Faults(reading);
        Assert.Contains(expected, faults, StringComparison.Ordinal);
        Assert.False(reading.IsGood);
        Assert.All(files.Secret.Split('\n').Where(line => line.Length > 30), line => Assert.DoesNotContain(line, faults, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cert.pem", "expired.pem", -3, "f:4:16: warning: the certificate of CN=cache in {0} expired on {1}: clients refuse it; put a new one there; it is taken over without a restart")]
    [InlineData("cert.pem", "soon.pem", 7, "f:4:16: warning: the certificate of CN=cache in {0} expires on {1}; put a new one there before; it is taken over without a restart")]
    [InlineData("cert.pem", "future.pem", 3, "f:4:16: warning: the certificate of CN=cache in {0} is not valid before {1}: clients refuse it; look at the host's clock")]
    [InlineData("key.pem", "open.key", 0, "f:5:8: warning: {0} can be read or written by other users; chmod 600 {0}")]
    public void What_its_owner_should_know_stops_nobody(string good, string other, int days, string expected)
    {
        using var files = new PemFiles();
        var reading = Read(files, Good.Replace(good, other, StringComparison.Ordinal));
        Assert.True(reading.IsGood);
        var day = DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, files.Combine(other), day), SettingsText.Faults(reading));
    }

    [Fact]
    public void A_certificate_that_no_endpoint_uses_is_a_warning()
    {
        using var files = new PemFiles();
        var reading = Read(files, Good.Replace(", primary_tls: \"127.0.0.1:6443\", reader_tls: \"127.0.0.1:6444\"", "", StringComparison.Ordinal));
        Assert.Equal("f:4:3: warning: 'tls' is given, and no endpoint speaks TLS; add endpoints: { primary_tls: \"0.0.0.0:6443\" }, say, to a group", SettingsText.Faults(reading));
    }

    [Theory]
    [InlineData(Good)]
    [InlineData(OfOthers)]
    public void What_is_printed_is_read_again_the_same(string text)
    {
        using var files = new PemFiles();
        var first = Read(files, text);
        var printed = SettingsPrinter.Print(first.Spec!, first.Logs);
        Assert.DoesNotContain("PRIVATE", printed, StringComparison.Ordinal);
        var second = Read(files, printed);
        Assert.Equal(printed, SettingsPrinter.Print(second.Spec!, second.Logs));
        Assert.Equal((first.Spec!.Groups[0].Tls, first.Spec.Groups[0].NodeTls), (second.Spec!.Groups[0].Tls, second.Spec.Groups[0].NodeTls));
    }

    [Theory]
    [InlineData(Good, "cert.pem", "soon.pem", "tls needs a restart of the daemon; what is in its files does not")]
    [InlineData(Good, "6444", "6445", "groups.orders.endpoints need a restart of the daemon")]
    [InlineData(OfOthers, "cache.example.net", "example.net", "groups.orders.node_tls needs a restart of the daemon")]
    public void What_waits_for_a_restart_is_told(string text, string before, string after, string expected)
    {
        using var files = new PemFiles();
        Assert.Equal(expected, string.Join('\n', ReloadPlan.NeedsRestart(Read(files, text).Spec!, Read(files, text.Replace(before, after, StringComparison.Ordinal)).Spec!)));
    }

    private static SettingsReading Read(PemFiles files, string text)
    {
        File.WriteAllText(files.Combine("mainstay.yaml"), text);
        return SettingsFile.Read(files.Combine("mainstay.yaml"), new Dictionary<string, string>(), null);
    }
}
