using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Settings;

namespace Mainstay.Server.Tests.Settings;

public sealed class SettingsReadingTests
{
    [Fact]
    public void Every_key_means_what_it_says()
    {
        var spec = SettingsText.Read(SettingsText.Good.Replace("format: text", "format: json", StringComparison.Ordinal)).Spec!;
        Assert.Equal(("tito", "127.0.0.1:8400"), (spec.Name, spec.Web.ToString()));
        Assert.EndsWith("/data", spec.Data, StringComparison.Ordinal);
        var group = Assert.Single(spec.Groups);
        Assert.Equal(("orders", Engine.Redis, Persistence.Rdb, TimeSpan.FromSeconds(1)), (group.Name, group.Engine, group.Persistence, group.Detect));
        Assert.Equal([new ServerSetting("maxmemory", "1mb"), new ServerSetting("maxmemory-policy", "allkeys-lru")], group.Settings);
        Assert.Equal(new NodeAccess("app", "s3cret-word"), group.Access);
        Assert.Equal(new HoldSpec { Time = TimeSpan.FromSeconds(10), Commands = 100_000, Bytes = 64L << 20 }, group.Hold);
        Assert.Equal(new NodeSpec { Name = "orders-001", Address = new NodeAddress("10.0.0.1", 6411), Priority = 10 }, group.Nodes[0]);
        Assert.Equal(100, group.Nodes[1].Priority);
        Assert.Equal([new EndpointSpec(EndpointKind.Primary, new NodeAddress("0.0.0.0", 6400)), new EndpointSpec(EndpointKind.Reader, new NodeAddress("0.0.0.0", 6401))], group.Endpoints);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_table()
    {
        var reading = SettingsText.Read("version: 1\ngroups:\n  g:\n    nodes: { g-1: { address: \"127.0.0.1:1\" } }\n    endpoints: { primary: \"127.0.0.1:2\" }\n");
        var group = reading.Spec!.Groups[0];
        Assert.Equal((LogFormat.Text, "mainstay", "/var/lib/mainstay", "127.0.0.1:8400"), (reading.Logs, reading.Spec.Name, reading.Spec.Data, reading.Spec.Web.ToString()));
        var defaults = new GroupSpec { Name = "g", Nodes = [] };
        Assert.Equal((defaults.Engine, defaults.Persistence, defaults.Detect, defaults.Hold), (group.Engine, group.Persistence, group.Detect, group.Hold));
        Assert.Equal((ValueReader.Show(group.Detect), ValueReader.Show(group.Hold.Time), ValueReader.Show(group.Hold.Bytes)),
            (KeyTable.Find("groups.*.failover.detect").Default, KeyTable.Find("groups.*.hold.time").Default, KeyTable.Find("groups.*.hold.bytes").Default));
    }

    [Fact]
    public void What_is_printed_is_read_again_the_same_but_for_secrets()
    {
        var first = SettingsText.Read(SettingsText.Good);
        var printed = SettingsPrinter.Print(first.Spec!, first.Logs);
        Assert.DoesNotContain("s3cret-word", printed, StringComparison.Ordinal);
        var second = SettingsText.Read(printed.Replace("\"***\"", "s3cret-word", StringComparison.Ordinal));
        Assert.Equal("", SettingsText.Faults(second));
        Assert.Equal(printed, SettingsPrinter.Print(second.Spec!, second.Logs));
    }

    [Fact]
    public void Servers_of_others_may_have_names_and_a_warning_says_what_is_not_promised()
    {
        var reading = SettingsText.Read(SettingsText.Good.Replace("settings: { maxmemory: 1mb, maxmemory-policy: allkeys-lru }", "engine: redis", StringComparison.Ordinal).Replace("    engine: redis\n    durability", "    durability", StringComparison.Ordinal)
            .Replace("managed: true", "managed: false", StringComparison.Ordinal).Replace("10.0.0.1:6411", "cache-1.example.net:6379", StringComparison.Ordinal)
            .Replace("address: \"10.0.0.1:6412\"", "address: \"cache-2.example.net:6379\", managed: false", StringComparison.Ordinal));
        Assert.Equal("f:16:7: warning: the nodes of group orders are started by others: none is started again or replaced by us, and one that starts as a primary again is one until we see it; `status` says what else cannot be promised of each", SettingsText.Faults(reading));
        Assert.Equal("cache-1.example.net", reading.Spec!.Groups[0].Nodes[0].Address.Host);
    }

    [Fact]
    public void Two_dollars_are_one()
    {
        var reading = SettingsText.Read(SettingsText.Good.Replace("name: tito", "name: a$${b}", StringComparison.Ordinal));
        Assert.Equal("a${b}", reading.Spec!.Name);
    }
}
