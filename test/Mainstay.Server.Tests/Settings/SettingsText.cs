using Mainstay.Server.Settings;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Settings;

/// <summary>A configuration of a test: a good one in which one place is made wrong.</summary>
internal static class SettingsText
{
    public const string Good = """
        version: 1
        name: tito
        data: data
        web: "127.0.0.1:8400"
        logs: { format: text }
        groups:
          orders:
            engine: redis
            durability: async
            persistence: rdb
            settings: { maxmemory: 1mb, maxmemory-policy: allkeys-lru }
            username: app
            password: ${SECRET}
            failover: { mode: automatic, detect: 1s }
            hold: { time: 10s, commands: 100000, bytes: 64MiB }
            nodes:
              orders-001: { host: a, address: "10.0.0.1:6411", managed: true, priority: 10 }
              orders-002: { host: a, address: "10.0.0.1:6412" }
            endpoints: { primary: "0.0.0.0:6400", reader: "0.0.0.0:6401" }

        """;

    public const string GoodDns = """
        version: 1
        data: data
        dns:
          zone: cache.example.net
          listen: ["127.0.0.1:8453", "[::1]:8453"]
          ttl: 10s
          mode: direct
          advertise: 192.0.2.7
        groups:
          orders:
            settings: { maxmemory: 1mb }
            nodes:
              orders-001: { address: "127.0.0.1:6411" }
              orders-002: { address: "127.0.0.2:6411" }
            endpoints: { primary: "127.0.0.1:6400" }

        """;

    public const string Update = "update: { server: \"127.0.0.1:5353\", key_name: mainstay-key, algorithm: hmac-sha512, secret: \"${TSIG}\" }";

    public static SettingsReading Read(string text, string? host = null)
    {
        using var folder = TempFolder.Create();
        var file = folder.Combine("mainstay.yaml");
        File.WriteAllText(file, text);
        return SettingsFile.Read(file, new Dictionary<string, string> { ["SECRET"] = "s3cret-word", ["TSIG"] = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0IQ==" }, host);
    }

    /// <summary>All faults, one a line, as <c>validate</c> prints them.</summary>
    public static string Faults(SettingsReading reading) => string.Join('\n', reading.Faults.Select(fault => fault.Describe("f")));
}
