using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Server.Hosting;
using Mainstay.Server.Settings;

namespace Mainstay.Server.Tests.Settings;

/// <summary>What clients may take, say and read, and who stands in front of them: what the keys mean, and every way in which they can be wrong.</summary>
public sealed class ClientSettingsTests
{
    private const string Good = """
        version: 1
        data: data
        limits:
          connections: 500
          connections_per_address: 50
          request: 1MiB
          output: 2MiB
          idle: 5m
          first_byte: 10s
          partial: 30s
        groups:
          orders:
            settings: { maxmemory: 1mb }
            upstream: dedicated
            deny: [KEYS, config get, FT.SEARCH]
            allow: [Config  Set, debug]
            reader: { fallback: none, lag_bytes: 1MiB, lag_time: 5s }
            proxy_protocol: [10.0.0.0/8, 192.0.2.7, "::1", "2001:db8::/32"]
            nodes: { orders-001: { address: "127.0.0.1:6411" } }
            endpoints: { primary: "127.0.0.1:6400" }

        """;

    private const string Denied = "deny: [KEYS, config get, FT.SEARCH]";
    private const string Proxies = "proxy_protocol: [10.0.0.0/8, 192.0.2.7, \"::1\", \"2001:db8::/32\"]";

    [Fact]
    public void Every_key_means_what_it_says()
    {
        var reading = SettingsText.Read(Good);
        Assert.Equal("", SettingsText.Faults(reading));
        var group = reading.Spec!.Groups[0];
        Assert.Equal(
            new LimitsSpec
            {
                Connections = 500,
                ConnectionsPerAddress = 50,
                Request = 1 << 20,
                Output = 2 << 20,
                Idle = TimeSpan.FromMinutes(5),
                FirstByte = TimeSpan.FromSeconds(10),
                Partial = TimeSpan.FromSeconds(30),
            },
            group.Limits);
        Assert.Equal((UpstreamUse.Dedicated, new ReaderSpec { FallsBackToPrimary = false, LagBytes = 1 << 20, LagTime = TimeSpan.FromSeconds(5) }), (group.Upstream, group.Reader));
        Assert.Equal(["KEYS", "CONFIG GET", "FT.SEARCH"], group.Deny);
        Assert.Equal(["CONFIG SET", "DEBUG"], group.Allow);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.7/32"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("2001:db8::/32")], group.ProxyProtocol);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_table()
    {
        var group = SettingsText.Read(SettingsText.Good).Spec!.Groups[0];
        Assert.Equal((new LimitsSpec(), new ReaderSpec(), UpstreamUse.Shared, 0), (group.Limits, group.Reader, group.Upstream, group.Deny.Length + group.Allow.Length + group.ProxyProtocol.Length));
        Assert.Equal(
            [
                Default("limits.connections"), Default("limits.connections_per_address"), Default("limits.request"), Default("limits.output"), Default("limits.idle"), Default("limits.first_byte"),
                Default("limits.partial"), Default("groups.*.reader.lag_bytes"), Default("groups.*.reader.lag_time"),
            ],
            [
                $"{group.Limits.Connections}", $"{group.Limits.ConnectionsPerAddress}", ValueReader.Show(group.Limits.Request), ValueReader.Show(group.Limits.Output), ValueReader.Show(group.Limits.Idle),
                ValueReader.Show(group.Limits.FirstByte), ValueReader.Show(group.Limits.Partial), ValueReader.Show(group.Reader.LagBytes), ValueReader.Show(group.Reader.LagTime),
            ]);
    }

    [Theory]
    [InlineData(Good)]
    [InlineData(SettingsText.Good)]
    public void What_is_printed_is_read_again_the_same(string text)
    {
        var first = SettingsText.Read(text);
        var printed = SettingsPrinter.Print(first.Spec!, first.Logs);
        var second = SettingsText.Read(printed.Replace("\"***\"", "s3cret-word", StringComparison.Ordinal));
        Assert.Equal("", SettingsText.Faults(second));
        Assert.Equal(printed, SettingsPrinter.Print(second.Spec!, second.Logs));
        Assert.Equal((first.Spec!.Groups[0].Limits, first.Spec.Groups[0].Reader), (second.Spec!.Groups[0].Limits, second.Spec.Groups[0].Reader));
    }

    [Theory]
    [InlineData("connections: 500", "conections: 500", "f:4:3: error: 'limits' has no key 'conections'; did you mean 'connections'?")]
    [InlineData("connections: 500", "connections: 0", "f:4:16: error: 'connections' is '0'; a whole number from 1 to 1000000 is expected")]
    [InlineData("per_address: 50", "per_address: -1", "f:5:28: error: 'connections_per_address' is '-1'; a whole number from 0 to 1000000 is expected")]
    [InlineData("request: 1MiB", "request: 1B", "f:6:12: error: 'request' is '1B'; it goes from 1KiB to 512MiB")]
    [InlineData("request: 1MiB", "request: 1GiB", "f:6:12: error: 'request' is '1GiB'; it goes from 1KiB to 512MiB")]
    [InlineData("output: 2MiB", "output: 2MB", "f:7:11: error: 'output' is '2MB'; a size is expected; write a number and its unit: 512KiB, 64MiB, 1GiB")]
    [InlineData("output: 2MiB", "output: 512KiB", "f:7:11: error: 'output' is '512KiB'; it goes from 1MiB to 16GiB")]
    [InlineData("idle: 5m", "idle: 300", "f:8:9: error: 'idle' is '300'; a duration is expected")]
    [InlineData("first_byte: 10s", "first_byte: 2h", "f:9:15: error: 'first_byte' is '2h'; it goes from 0s to 60m")]
    [InlineData("partial: 30s", "partial: 2h", "f:10:12: error: 'partial' is '2h'; it goes from 0s to 60m")]
    [InlineData("upstream: dedicated", "upstream: own", "f:14:15: error: 'upstream' is 'own'; it takes shared, dedicated")]
    [InlineData("fallback: none", "fallback: no", "f:17:25: error: 'fallback' is 'no'; it takes primary, none")]
    [InlineData("lag_bytes: 1MiB", "lag_bytes: 32GiB", "f:17:42: error: 'lag_bytes' is '32GiB'; at most 16GiB is allowed")]
    [InlineData("lag_time: 5s", "lag_time: 1500ms", "f:17:58: error: 'lag_time' is '1500ms'; whole seconds are expected; the servers count in seconds: 5s, 10s, 1m")]
    [InlineData("lag_time: 5s", "lag_tiem: 5s", "f:17:48: error: 'reader' has no key 'lag_tiem'; did you mean 'lag_time'?")]
    [InlineData(Denied, "deny: [CONFIG|GET]", "f:15:12: error: 'deny' holds 'CONFIG|GET', which is no name of a command; write CONFIG GET")]
    [InlineData(Denied, "deny: [\"KEYS *\"]", "f:15:12: error: 'deny' holds 'KEYS *', which is no name of a command; write KEYS, or with a subcommand CONFIG GET; a name cannot be a pattern")]
    [InlineData(Denied, "deny: [CONFIG SET maxmemory]", "f:15:12: error: 'deny' holds 'CONFIG SET maxmemory', which is no name of a command")]
    [InlineData(Denied, "deny: [\"\"]", "f:15:12: error: 'deny' holds '', which is no name of a command")]
    [InlineData(Denied, "deny: [{ a: b }]", "f:15:12: error: 'deny' is, or holds, a map of keys; a list of single values is expected; write deny: [KEYS, CONFIG GET]")]
    [InlineData(Denied, "deny: [KEYS, debug]", "f:16:26: error: DEBUG is allowed here and denied in line 15; keep it in one of the lists")]
    [InlineData(Proxies, "proxy_protocol: [10.1.2.3/8]", "f:18:22: error: 'proxy_protocol' holds '10.1.2.3/8', which is no network; write 10.0.0.0/8, or 10.1.2.3 for the one address")]
    [InlineData(Proxies, "proxy_protocol: [10.0.0.0/33]", "f:18:22: error: 'proxy_protocol' holds '10.0.0.0/33', which is no network; the length behind the / goes from 1 to 32")]
    [InlineData(Proxies, "proxy_protocol: [\"2001:db8::1/32\"]", "f:18:22: error: 'proxy_protocol' holds '2001:db8::1/32', which is no network; write 2001:db8::/32, or 2001:db8::1 for the one address")]
    [InlineData(Proxies, "proxy_protocol: [\"[::1]\"]", "f:18:22: error: 'proxy_protocol' holds '[::1]', which is no network; write it without brackets, in quotes: \"::1\"")]
    [InlineData(Proxies, "proxy_protocol: [10.1]", "f:18:22: error: 'proxy_protocol' holds '10.1', which is no network; write an IP address or a network, as in 10.0.0.0/8, without a port")]
    [InlineData(Proxies, "proxy_protocol: [proxy.example.net]", "f:18:22: error: 'proxy_protocol' holds 'proxy.example.net', which is no network; write an IP address or a network")]
    [InlineData(Proxies, "proxy_protocol: [0.0.0.0/0]", "f:18:22: error: 'proxy_protocol' holds '0.0.0.0/0': anybody could say that he is somebody else; name the proxies' addresses or their network")]
    public void A_fault_is_told_with_its_place_and_what_to_do(string good, string bad, string expected)
    {
        var reading = SettingsText.Read(With(good, bad));
        Assert.Contains(expected, SettingsText.Faults(reading), StringComparison.Ordinal);
        Assert.False(reading.IsGood);
    }

    [Theory]
    [InlineData("per_address: 50", "per_address: 600", "f:5:28: warning: 'connections_per_address' is 600, more than the 500 connections of an endpoint: it bounds nobody")]
    [InlineData(Denied, "deny: [KYES]", "f:15:12: warning: KYES in 'deny' is no command that we know: it is taken for one of a module; did you mean 'KEYS'?")]
    [InlineData(Denied, "deny: [KEYS, keys]", "f:15:18: warning: KEYS stands in 'deny' a second time; remove it")]
    [InlineData(Denied, "deny: CONFIG GET", "")]
    [InlineData(Denied, "deny: [CONFIG]", "")]
    [InlineData(Denied, "deny: []", "")]
    [InlineData(Proxies, "proxy_protocol: 10.0.0.1", "")]
    [InlineData("lag_bytes: 1MiB, lag_time: 5s", "lag_bytes: 0B, lag_time: 0s", "")]
    public void What_is_odd_stops_nobody(string good, string other, string expected)
    {
        var reading = SettingsText.Read(With(good, other));
        Assert.Equal((expected, true), (SettingsText.Faults(reading), reading.IsGood));
    }

    [Fact]
    public void Too_many_are_not_read() =>
        Assert.Contains("f:18:21: error: 'proxy_protocol' has 65 items; at most 64 are read", SettingsText.Faults(SettingsText.Read(With(Proxies, $"proxy_protocol: [{string.Join(", ", Enumerable.Range(1, 65).Select(n => $"10.0.0.{n}"))}]"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("connections: 500", "connections: 501", "")]
    [InlineData(Denied, "deny: []", "")]
    [InlineData("allow: [Config  Set, debug]", "allow: []", "")]
    [InlineData("lag_time: 5s", "lag_time: 6s", "")]
    [InlineData(Proxies, "proxy_protocol: [10.0.0.0/8]", "groups.orders.proxy_protocol needs a restart of the daemon")]
    [InlineData("upstream: dedicated", "upstream: shared", "groups.orders.upstream needs a restart of the daemon")]
    public void What_waits_for_a_restart_is_told(string before, string after, string expected)
    {
        var (now, next) = (SettingsText.Read(Good).Spec!, SettingsText.Read(With(before, after)).Spec!);
        Assert.Equal(expected, string.Join('\n', ReloadPlan.NeedsRestart(now, next with { Data = now.Data })));
    }

    private static string With(string good, string bad)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        return Good.Replace(good, bad, StringComparison.Ordinal);
    }

    private static string Default(string key) => KeyTable.Find(key).Default!;
}
