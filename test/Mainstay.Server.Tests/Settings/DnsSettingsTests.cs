using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.Server.Settings;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Settings;

/// <summary>The key <c>dns</c>: what it means, and every way in which it can be wrong.</summary>
public sealed class DnsSettingsTests
{
    private const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0IQ==";
    private const string Listen = "listen: [\"127.0.0.1:8453\", \"[::1]:8453\"]";

    [Fact]
    public void Every_key_means_what_it_says()
    {
        var reading = SettingsText.Read(SettingsText.GoodDns);
        Assert.Equal("", SettingsText.Faults(reading));
        var dns = reading.Spec!.Dns!;
        Assert.Equal(("cache.example.net", TimeSpan.FromSeconds(10), DnsMode.Direct, "192.0.2.7"), (dns.Zone, dns.Ttl, dns.Mode, dns.Advertise));
        Assert.Equal([new NodeAddress("127.0.0.1", 8453), new NodeAddress("::1", 8453)], dns.Listen);
        var update = SettingsText.Read(SettingsText.GoodDns.Replace(Listen, SettingsText.Update, StringComparison.Ordinal)).Spec!.Dns!;
        Assert.Equal(new DnsUpdateSpec(new NodeAddress("127.0.0.1", 5353), "mainstay-key", "hmac-sha512", Secret), update.Update);
        Assert.Empty(update.Listen);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_table()
    {
        Assert.Null(SettingsText.Read(SettingsText.Good).Spec!.Dns);
        var dns = SettingsText.Read(SettingsText.Good + "dns: {}\n").Spec!.Dns!;
        Assert.Equal((KeyTable.Find("dns.zone").Default, KeyTable.Find("dns.ttl").Default, KeyTable.Find("dns.listen").Default, DnsMode.Endpoints),
            (dns.Zone, ValueReader.Show(dns.Ttl), Assert.Single(dns.Listen).ToString(), dns.Mode));
        Assert.Equal("127.0.0.1:8460", Assert.Single(SettingsText.Read(SettingsText.Good + "dns: { listen: \"127.0.0.1:8460\" }\n").Spec!.Dns!.Listen).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(SettingsText.Update)]
    public void What_is_printed_is_read_again_the_same_but_for_the_key(string update)
    {
        var first = SettingsText.Read(update.Length == 0 ? SettingsText.GoodDns : SettingsText.GoodDns.Replace(Listen, update, StringComparison.Ordinal));
        var printed = SettingsPrinter.Print(first.Spec!, first.Logs);
        Assert.DoesNotContain(Secret, printed, StringComparison.Ordinal);
        var second = SettingsText.Read(printed.Replace("\"***\"", Secret, StringComparison.Ordinal));
        Assert.Equal("", SettingsText.Faults(second));
        Assert.Equal(printed, SettingsPrinter.Print(second.Spec!, second.Logs));
    }

    [Theory]
    [InlineData("zone: cache.example.net", "zone: Cache.Example.net.", "f:4:9: error: 'zone' is 'Cache.Example.net.', which is no name of a zone; write cache.example.net")]
    [InlineData("zone: cache.example.net", "zone: a..b", "f:4:9: error: 'zone' is 'a..b', which is no name of a zone; use at most 125 characters: labels of a-z, 0-9 and -")]
    [InlineData("zone: cache.example.net", "zone: _cache", "f:4:9: error: 'zone' is '_cache', which is no name of a zone; use at most 125 characters")]
    [InlineData("zone: cache.example.net", "zoen: cache.example.net", "f:4:3: error: 'dns' has no key 'zoen'; did you mean 'zone'?")]
    [InlineData("ttl: 10s", "ttl: 0s", "f:6:8: error: 'ttl' is '0s'; it goes from 1s to 60m")]
    [InlineData("ttl: 10s", "ttl: 2h", "f:6:8: error: 'ttl' is '2h'; it goes from 1s to 60m")]
    [InlineData("ttl: 10s", "ttl: 1500ms", "f:6:8: error: 'ttl' is '1500ms'; whole seconds are expected; DNS counts in seconds: 1s, 5s, 1m")]
    [InlineData("ttl: 10s", "ttl: 10", "f:6:8: error: 'ttl' is '10'; a duration is expected")]
    [InlineData("mode: direct", "mode: driect", "f:7:9: error: 'mode' is 'driect'; it takes endpoints, direct; did you mean 'direct'?")]
    [InlineData("advertise: 192.0.2.7", "advertise: 192.0.2.7:53", "f:8:14: error: 'advertise' is '192.0.2.7:53'; an IP address without a port is expected")]
    [InlineData("advertise: 192.0.2.7", "advertise: 0.0.0.0", "f:8:14: error: 'advertise' is '0.0.0.0'; an IP address without a port is expected")]
    [InlineData("advertise: 192.0.2.7", "advertise: 1", "f:8:14: error: 'advertise' is '1'; an IP address without a port is expected")]
    [InlineData("[::1]:8453", "127.0.0.1:8453", "f:5:30: error: 127.0.0.1:8453 is used by dns in line 5 already; give one of them another port")]
    [InlineData("[::1]:8453", "127.0.0.1:6400", "f:5:30: error: 127.0.0.1:6400 is used by the primary endpoint of orders in line 15 already; give one of them another port")]
    [InlineData("[::1]:8453", "localhost:8453", "f:5:30: error: 'listen' is 'localhost:8453'; where something listens, an IP address is expected; write \"127.0.0.1:8453\"")]
    [InlineData("[\"127.0.0.1:8453\", \"[::1]:8453\"]", "[]", "f:5:11: error: 'listen' has 0 addresses; 1 to 16 are expected")]
    [InlineData("ttl: 10s", SettingsText.Update, "f:5:11: error: both 'listen' and 'update' are given: names are answered here or by another name server; keep one of them")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k }", "f:5:11: error: 'update' has no key; add secret or secret_file")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", secret: \"${TSIG}\" }", "f:5:11: error: 'update' has no 'key_name'; add key_name: and its value")]
    [InlineData(Listen, "update: { key_name: k, secret: \"${TSIG}\" }", "f:5:11: error: 'update' has no 'server'; add server: ")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k, algorithm: hmac-md5, secret: \"${TSIG}\" }", "f:5:63: error: 'algorithm' is 'hmac-md5'; it takes hmac-sha256, hmac-sha384, hmac-sha512")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: \"k.\", secret: \"${TSIG}\" }", "f:5:49: error: 'key_name' is 'k.', which is no name of a key; write it as the name server does, without a dot at the end")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k, secret: \"no base64 of mine\" }", "f:5:60: error: the key is no base64, or has less than 16 bytes; make one with: tsig-keygen -a hmac-sha256 NAME")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k, secret: c2hvcnQ= }", "f:5:60: error: the key is no base64, or has less than 16 bytes")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k, secret: \"${TSIG}\", secret_file: f }", "f:5:84: error: both 'secret' and 'secret_file' are given; keep one of them")]
    [InlineData(Listen, "update: { server: \"127.0.0.1:5353\", key_name: k, secret_file: nowhere }", "error: there is no file ")]
    [InlineData("orders-002: { address: \"127.0.0.2:6411\" }", "reader: { address: \"127.0.0.2:6411\" }", "f:14:7: error: the node reader of group orders would have the DNS name of an endpoint; rename it: orders-001, say")]
    [InlineData("127.0.0.2:6411", "127.0.0.2:6412", "f:4:3: error: mode: direct needs one port for all nodes of a group, for names have no ports; those of orders have 6411, 6412")]
    public void A_fault_is_told_with_its_place_and_what_to_do(string good, string bad, string expected)
    {
        Assert.Contains(good, SettingsText.GoodDns, StringComparison.Ordinal);
        var at = SettingsText.GoodDns.IndexOf(good, StringComparison.Ordinal);
        var reading = SettingsText.Read(SettingsText.GoodDns[..at] + bad + SettingsText.GoodDns[(at + good.Length)..]);
        Assert.Contains(expected, SettingsText.Faults(reading), StringComparison.Ordinal);
        Assert.False(reading.IsGood);
        Assert.DoesNotContain(Secret, SettingsText.Faults(reading), StringComparison.Ordinal);
        Assert.DoesNotContain("no base64 of mine", SettingsText.Faults(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_may_stand_in_a_file_of_its_own()
    {
        using var folder = TempFolder.Create();
        File.WriteAllText(folder.Combine("tsig"), $"{Secret}\nsomething else\n");
        File.SetUnixFileMode(folder.Combine("tsig"), UnixFileMode.UserRead);
        var update = SettingsText.Update.Replace("secret: \"${TSIG}\"", "secret_file: tsig", StringComparison.Ordinal);
        File.WriteAllText(folder.Combine("mainstay.yaml"), SettingsText.GoodDns.Replace(Listen, update, StringComparison.Ordinal));
        var reading = SettingsFile.Read(folder.Combine("mainstay.yaml"), new Dictionary<string, string>(), null);
        Assert.Equal(("", Secret), (SettingsText.Faults(reading), reading.Spec?.Dns?.Update?.KeySecret));
    }

    [Theory]
    [InlineData("ttl: 10s", "ttl: 10s", "")]
    [InlineData("ttl: 10s", "ttl: 11s", "dns needs a restart of the daemon")]
    [InlineData("[::1]:8453", "[::1]:8454", "dns needs a restart of the daemon")]
    [InlineData(Listen, SettingsText.Update, "dns needs a restart of the daemon")]
    public void Another_dns_waits_for_a_restart(string before, string after, string expected)
    {
        var (now, next) = (SettingsText.Read(SettingsText.GoodDns).Spec!, SettingsText.Read(SettingsText.GoodDns.Replace(before, after, StringComparison.Ordinal)).Spec!);
        Assert.Equal(expected, string.Join('\n', ReloadPlan.NeedsRestart(now, next with { Data = now.Data })));
    }
}
