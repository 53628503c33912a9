using Mainstay.Server.Settings;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Settings;

/// <summary>Every kind of wrong configuration: where it is wrong, to the column, what is wrong, and what to do.</summary>
public sealed class SettingsFaultTests
{
    [Fact]
    public void A_good_file_has_no_fault()
    {
        var reading = SettingsText.Read(SettingsText.Good);
        Assert.Equal("", SettingsText.Faults(reading));
        Assert.True(reading.IsGood);
    }

    [Theory]
    [InlineData("name: tito", "nmae: tito", "f:2:1: error: the file has no key 'nmae'; did you mean 'name'?")]
    [InlineData("    engine: redis", "    enigne: redis", "f:8:5: error: group orders has no key 'enigne'; did you mean 'engine'?")]
    [InlineData("priority: 10", "prioritty: 10", "f:17:71: error: node orders-001 has no key 'prioritty'; did you mean 'priority'?")]
    [InlineData("detect: 1s", "detekt: 1s", "f:14:34: error: 'failover' has no key 'detekt'; did you mean 'detect'?")]
    [InlineData("commands: 100000", "commnds: 100000", "f:15:24: error: 'hold' has no key 'commnds'; did you mean 'commands'?")]
    [InlineData("reader: ", "raeder: ", "f:19:43: error: 'endpoints' of group orders has no key 'raeder'; did you mean 'reader'?")]
    [InlineData("format: text", "style: text", "f:5:9: error: 'logs' has no key 'style'; it has: format")]
    [InlineData("data: data", "name: again", "f:3:1: error: the key 'name' stands here a second time, first in line 2; keep one of them")]
    [InlineData("version: 1", "version: 3", "f:1:10: error: version '3' of this format is not known; this program reads version: 1")]
    [InlineData("version: 1\n", "", "f:1:1: error: the file has no 'version'; add version: 1")]
    [InlineData("engine: redis", "engine: reddis", "f:8:13: error: 'engine' is 'reddis'; it takes redis, valkey; did you mean 'redis'?")]
    [InlineData("persistence: rdb", "persistence: disk", "f:10:18: error: 'persistence' is 'disk'; it takes rdb, aof, none")]
    [InlineData("format: text", "format: xml", "f:5:17: error: 'format' is 'xml'; it takes text, json")]
    [InlineData("durability: async", "durability: sync", "f:9:17: error: durability: sync is not built yet in this version; it takes async")]
    [InlineData("durability: async", "durability: { sync: { acks: 1 } }", "f:9:17: error: 'durability' as a map of keys is not built yet in this version (sync); write durability: async")]
    [InlineData("mode: automatic", "mode: observe", "f:14:23: error: mode: observe is not built yet in this version; it takes automatic")]
    [InlineData("data: data", "store: etcd", "f:3:8: error: store: etcd is not built yet in this version; it takes embedded")]
    [InlineData("data: data", "clusters: {}", "f:3:11: error: 'clusters' is empty; names are expected, each with its keys; write NAME: and its keys below it")]
    [InlineData("data: data", "notifications: []", "f:3:1: error: 'notifications' is not built yet in this version; remove it")]
    [InlineData("name: tito", "name: [a]", "f:2:7: error: 'name' is a list; a single value is expected; write the value behind the key")]
    [InlineData("name: tito", "name:", "f:2:1: error: 'name' has no value; write one, or remove the key: then mainstay holds")]
    [InlineData("web: \"127.0.0.1:8400\"", "web: localhost:8400", "f:4:6: error: 'web' is 'localhost:8400'; where something listens, an IP address is expected; write \"127.0.0.1:8400\"")]
    [InlineData("10.0.0.1:6411", "10.0.0.1:70000", "f:17:39: error: 'address' is '10.0.0.1:70000'; an address is expected; ports go from 1 to 65535")]
    [InlineData("10.0.0.1:6411", "10.0.0.1", "f:17:39: error: 'address' is '10.0.0.1'; an address is expected; write \"host:port\", IPv6 as \"[::1]:6400\"")]
    [InlineData("10.0.0.1:6411", "::1:6411", "f:17:39: error: 'address' is '::1:6411'; an address is expected; write \"host:port\", IPv6 as \"[::1]:6400\"")]
    [InlineData("10.0.0.1:6412", "10.0.0.1:6411", "f:18:39: error: 10.0.0.1:6411 is used by node orders-001 in line 17 already; give one of them another port")]
    [InlineData("10.0.0.1:6412", "10.0.0.1:8400", null)]
    [InlineData("10.0.0.1:6412", "10.0.0.1:6400", "f:19:27: error: 0.0.0.0:6400 is used by node orders-002 in line 18 already; give one of them another port")]
    [InlineData("orders-002:", "orders:", "f:18:7: error: the name of node orders is taken by group orders in line 7; groups, clusters and nodes share one namespace: rename one of them")]
    [InlineData("  orders:", "  Orders_1:", "f:7:3: error: 'Orders_1' is no name; use 1 to 63 of a-z, 0-9 and -, neither first nor last a -")]
    [InlineData("detect: 1s", "detect: 1", "f:14:42: error: 'detect' is '1'; a duration is expected; write a number and its unit: 500ms, 5s, 2m, 1h")]
    [InlineData("detect: 1s", "detect: 100ms", "f:14:42: error: 'detect' is '100ms'; it goes from 500ms to 60s")]
    [InlineData("time: 10s", "time: 2h", "f:15:19: error: 'time' is '2h'; it goes from 0s to 10m")]
    [InlineData("bytes: 64MiB", "bytes: 64MB", "f:15:49: error: 'bytes' is '64MB'; a size is expected; write a number and its unit: 512KiB, 64MiB, 1GiB")]
    [InlineData("bytes: 64MiB", "bytes: 64GiB", "f:15:49: error: 'bytes' is '64GiB'; at most 16GiB is allowed")]
    [InlineData("commands: 100000", "commands: many", "f:15:34: error: 'commands' is 'many'; a whole number from 0 to 10000000 is expected")]
    [InlineData("priority: 10", "priority: 1001", "f:17:81: error: 'priority' is '1001'; a whole number from 0 to 1000 is expected")]
    [InlineData("managed: true", "managed: yes", "f:17:65: error: 'managed' is 'yes'; it takes true or false")]
    [InlineData("maxmemory: 1mb", "port: 7", "f:11:17: error: 'port' is set by the daemon itself; it comes from the node's address")]
    [InlineData("maxmemory-policy: allkeys-lru", "appendonly: yes", "f:11:33: error: 'appendonly' is set by the daemon itself; use persistence: aof")]
    [InlineData("maxmemory: 1mb", "maxmemory: [1mb]", "f:11:28: error: 'maxmemory' is a list; a single value is expected; write its arguments in one line, as in redis.conf")]
    [InlineData("maxmemory: 1mb", "maxmemory: much", "error: maxmemory 'much' of group orders is no size as redis.conf has it; write 512mb or 2gb")]
    [InlineData("    password: ${SECRET}\n", "", "f:12:15: error: 'username' stands without a password; add password or password_file")]
    [InlineData("    username: app\n    password: ${SECRET}\n", "", "f:15:39: error: orders-001 can be reached from other hosts, and group orders has no password; set password or password_file of the group, or use a loopback address")]
    [InlineData("username: app", "username: mainstay", "f:12:15: error: the user mainstay is the daemon's own; use another name")]
    [InlineData("${SECRET}", "${MISSING}", "f:13:15: error: the environment has no variable MISSING; set MISSING for the daemon, or write the value here")]
    [InlineData("${SECRET}", "${SECRET", "f:13:15: error: '${' begins no name of a variable; write ${NAME}, or $${ for the two characters themselves")]
    [InlineData("${SECRET}", "two words", "f:13:15: error: the password is empty, longer than 512 characters, or holds a space or a character beyond ASCII")]
    [InlineData("    username: app\n", "    password_file: pw\n", "f:12:20: error: both 'password' and 'password_file' are given; keep one of them")]
    [InlineData("password: ${SECRET}", "password_file: nowhere", "error: there is no file ")]
    [InlineData("orders-002: { host: a,", "orders-002: { host: b,", "f:18:27: error: nodes that we start are on the hosts a and b, and the store is a file of one host; several hosts need store: etcd, which is not built yet in this version")]
    [InlineData("primary: \"0.0.0.0:6400\", ", "", "f:19:16: error: 'endpoints' of group orders has no 'primary' and no 'primary_tls'; add primary: \"127.0.0.1:6400\"")]
    [InlineData("    endpoints: { primary: \"0.0.0.0:6400\", reader: \"0.0.0.0:6401\" }\n", "", "f:8:5: error: group orders has no 'endpoints'; add endpoints: and its keys below it")]
    [InlineData("address: \"10.0.0.1:6412\"", "managed: true", "f:18:19: error: node orders-002 has no 'address'; add address: \"127.0.0.1:6400\"")]
    [InlineData("{ host: a, address: \"10.0.0.1:6412\" }", "\"10.0.0.1:6412\"", "f:18:19: error: node orders-002 is a value; a map of keys is expected; write its keys below it, indented by two spaces")]
    [InlineData("address: \"10.0.0.1:6412\"", "address: \"10.0.0.1:6412\", managed: false", "f:17:7: error: group orders mixes nodes that we start with nodes that others start; set managed for all of them alike")]
    [InlineData("name: tito", "name: &x tito", "f:2:7: error: &x names a part of the file; remove it, and write out what refers to it")]
    [InlineData("name: tito", "name: *x", "f:2:7: error: *x refers to something written elsewhere; write it out here")]
    [InlineData("name: tito", "name: {", "error: not YAML: ")]
    [InlineData("name: tito", "name: a: b", "f:2:8: error: not YAML: ")]
    [InlineData("name: tito", "\tname: tito", "error: not YAML: ")]
    [InlineData("priority: 10 }", "priority: 0 }", null)]
    public void A_fault_is_told_with_its_place_and_what_to_do(string good, string bad, string? expected)
    {
        Assert.Contains(good, SettingsText.Good, StringComparison.Ordinal);
        var at = SettingsText.Good.IndexOf(good, StringComparison.Ordinal);
        var reading = SettingsText.Read(SettingsText.Good[..at] + bad + SettingsText.Good[(at + good.Length)..]);
        if (expected is not null) Assert.Contains(expected, SettingsText.Faults(reading), StringComparison.Ordinal);
        Assert.Equal(expected is null, reading.IsGood);
        Assert.DoesNotContain("s3cret-word", SettingsText.Faults(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_file()
    {
        var text = SettingsText.Good.Replace("name: tito", "nmae: tito", StringComparison.Ordinal).Replace("engine: redis", "engine: x", StringComparison.Ordinal).Replace("detect: 1s", "detect: 1", StringComparison.Ordinal);
        Assert.Equal([2, 8, 14], SettingsText.Read(text).Faults.Select(fault => fault.Line));
    }

    [Fact]
    public void Nobody_may_lead_and_too_many_are_faults_of_the_group()
    {
        var nobody = SettingsText.Good.Replace("priority: 10", "priority: 0", StringComparison.Ordinal).Replace("6412\" }", "6412\", priority: 0 }", StringComparison.Ordinal);
        Assert.Contains("f:17:7: error: no node of group orders may lead: all have priority 0", SettingsText.Faults(SettingsText.Read(nobody)), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(3, 8).Select(n => $"      orders-0{n:00}: {{ address: \"10.0.0.1:{6410 + n}\" }}\n"));
        var crowd = SettingsText.Good.Replace("    endpoints:", many + "    endpoints:", StringComparison.Ordinal);
        Assert.Contains("error: group orders has 10 nodes; at most 9 are supported", SettingsText.Faults(SettingsText.Read(crowd)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_the_file_does_not_know_is_a_fault_only_when_somebody_said_it()
    {
        Assert.Contains("f:1:1: error: no node is on the host 'c'", SettingsText.Faults(SettingsText.Read(SettingsText.Good, "c")), StringComparison.Ordinal);
        Assert.True(SettingsText.Read(SettingsText.Good, "a").IsGood);
        Assert.True(SettingsText.Read(SettingsText.Good).IsGood);
    }

    [Fact]
    public void Warnings_don_t_stop_anybody()
    {
        var unbounded = SettingsText.Read(SettingsText.Good.Replace("maxmemory: 1mb, ", "", StringComparison.Ordinal));
        Assert.True(unbounded.IsGood);
        Assert.Contains("warning: group orders sets no maxmemory", SettingsText.Faults(unbounded), StringComparison.Ordinal);
        var huge = SettingsText.Read(SettingsText.Good.Replace("maxmemory: 1mb", "maxmemory: 100000gb", StringComparison.Ordinal));
        Assert.True(huge.IsGood);
        Assert.Contains("leave a quarter free", SettingsText.Faults(huge), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "f:1:1: error: the file is empty; begin it with version: 1")]
    [InlineData("# nothing\n", "f:1:1: error: the file is empty; begin it with version: 1")]
    [InlineData("- a\n", "f:1:1: error: the file is a list; a map of keys is expected")]
    [InlineData("version: 1\ngroups: {}\n", "f:2:9: error: 'groups' is empty; names are expected")]
    [InlineData("version: 1\ngroups:\n  a:\n", "f:3:5: error: group a is nothing; a map of keys is expected")]
    [InlineData("version: 1\n---\nversion: 1\n", "f:2:1: error: a second document begins here")]
    public void A_file_that_is_no_configuration_is_told(string text, string expected) => Assert.Contains(expected, SettingsText.Faults(SettingsText.Read(text)), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        using var folder = TempFolder.Create();
        Assert.Equal("f: error: there is no such file; name one with -c FILE", SettingsText.Faults(SettingsFile.Read(folder.Combine("no"), new Dictionary<string, string>(), null)));
        Assert.StartsWith("f: error: this is a folder", SettingsText.Faults(SettingsFile.Read(folder.Path, new Dictionary<string, string>(), null)), StringComparison.Ordinal);
        File.WriteAllBytes(folder.Combine("binary"), [0x7f, 0x45, 0xff, 0xfe, 0x00]);
        Assert.StartsWith("f: error: the file is not UTF-8 text", SettingsText.Faults(SettingsFile.Read(folder.Combine("binary"), new Dictionary<string, string>(), null)), StringComparison.Ordinal);
        File.WriteAllText(folder.Combine("huge"), new string('#', SettingsFile.Largest + 1));
        Assert.Contains("at most 1048576 are read", SettingsText.Faults(SettingsFile.Read(folder.Combine("huge"), new Dictionary<string, string>(), null)), StringComparison.Ordinal);
        File.WriteAllText(folder.Combine("deep"), string.Concat(Enumerable.Repeat("[", 5000)));
        Assert.Contains("error: not YAML", SettingsText.Faults(SettingsFile.Read(folder.Combine("deep"), new Dictionary<string, string>(), null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_file_that_others_can_read_is_a_warning()
    {
        using var folder = TempFolder.Create();
        File.WriteAllText(folder.Combine("pw"), "from-a-file\nsecond line\n");
        File.SetUnixFileMode(folder.Combine("pw"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.WriteAllText(folder.Combine("mainstay.yaml"), SettingsText.Good.Replace("password: ${SECRET}", "password_file: pw", StringComparison.Ordinal));
        var reading = SettingsFile.Read(folder.Combine("mainstay.yaml"), new Dictionary<string, string>(), null);
        Assert.Equal("from-a-file", reading.Spec!.Groups[0].Access!.Password);
        Assert.Contains("can be read or written by other users; chmod 600", SettingsText.Faults(reading), StringComparison.Ordinal);
    }
}
