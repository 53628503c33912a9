using System.Globalization;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;

namespace Mainstay.Server.Settings;

/// <summary>Writes the configuration in force as a file that could be read again, but for its secrets.</summary>
public static class SettingsPrinter
{
    private const string Masked = "\"***\"";

    /// <summary>The file's text.</summary>
    public static string Print(DaemonSpec spec, LogFormat logs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var text = new StringBuilder();
        void Line(int depth, string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
        Line(0, "version: 1");
        Line(0, $"name: {Quote(spec.Name)}");
        Line(0, "store: embedded");
        Line(0, $"data: {Quote(spec.Data)}");
        Line(0, $"web: {Quote(spec.Web.ToString())}");
        Line(0, $"logs: {{ format: {Word(logs)} }}");
        Line(0, string.Create(CultureInfo.InvariantCulture, $"backups: {{ folder: {Quote(spec.Backups.Folder ?? System.IO.Path.Combine(spec.Data, "backups"))}, keep: {spec.Backups.Keep} }}"));

        // They are the same for all.
        if ((spec.Groups.FirstOrDefault()?.Tls ?? spec.Clusters.FirstOrDefault()?.Tls) is { } tls) Print(tls, Line);
        if ((spec.Groups.FirstOrDefault()?.Limits ?? spec.Clusters.FirstOrDefault()?.Limits) is { } limits) Print(limits, Line);
        if (!spec.Groups.IsEmpty) Line(0, "groups:");
        foreach (var group in spec.Groups) Print(group, Line);
        if (!spec.Clusters.IsEmpty) Line(0, "clusters:");
        foreach (var cluster in spec.Clusters) Print(cluster, Line);
        if (spec.Dns is { } dns) Print(dns, Line);
        return text.ToString();
    }

    private static void Print(GroupSpec group, Action<int, string> line)
    {
        line(1, $"{group.Name}:");
        line(2, $"engine: {Word(group.Engine)}");
        line(2, "durability: async");
        line(2, $"persistence: {Word(group.Persistence)}");
        if (!group.Settings.IsEmpty) line(2, "settings:");
        foreach (var setting in group.Settings) line(3, $"{setting.Directive}: {Quote(setting.Value)}");
        if (group.Access is { } access)
        {
            if (access.Username is { } name) line(2, $"username: {Quote(name)}");
            line(2, $"password: {Masked}");
        }

        line(2, $"failover: {{ mode: automatic, detect: {ValueReader.Show(group.Detect)} }}");
        Print(group.Hold, line);
        line(2, $"upstream: {Word(group.Upstream)}");
        if (!group.Deny.IsEmpty) line(2, $"deny: [{string.Join(", ", group.Deny.Select(Quote))}]");
        if (!group.Allow.IsEmpty) line(2, $"allow: [{string.Join(", ", group.Allow.Select(Quote))}]");
        line(2, $"reader: {{ fallback: {(group.Reader.FallsBackToPrimary ? "primary" : "none")}, lag_bytes: {ValueReader.Show(group.Reader.LagBytes)}, lag_time: {ValueReader.Show(group.Reader.LagTime)} }}");
        if (!group.ProxyProtocol.IsEmpty) line(2, $"proxy_protocol: [{string.Join(", ", group.ProxyProtocol.Select(network => Quote(NetworkReader.Show(network))))}]");
        if (group.NodeTls is { } nodeTls) Print(nodeTls, line);
        line(2, "nodes:");
        foreach (var node in group.Nodes)
            line(3, string.Create(CultureInfo.InvariantCulture, $"{node.Name}: {{ address: {Quote(node.Address.ToString())}, managed: {(node.Managed ? "true" : "false")}, priority: {node.Priority} }}"));
        line(2, "endpoints:");
        foreach (var endpoint in group.Endpoints) line(3, $"{EndpointsReader.Key(endpoint)}: {Quote(endpoint.Address.ToString())}");
    }

    private static void Print(ClusterSpec cluster, Action<int, string> line)
    {
        var managed = cluster.Nodes.Any(node => node.Managed);
        line(1, $"{cluster.Name}:");
        line(2, $"failover: {Word(cluster.Failover)}");
        line(2, $"discovery: {(cluster.Discovery == DiscoveryRule.All ? "all" : "healthy-only")}");
        line(2, $"rejoin: {(cluster.FlushesRejoining ? "flush" : "keep")}");
        line(2, cluster.WarmTime == TimeSpan.Zero ? "warm: false" : "warm: true");
        if (cluster.WarmTime > TimeSpan.Zero) line(2, $"warm_time: {ValueReader.Show(cluster.WarmTime)}");
        line(2, $"detect: {ValueReader.Show(cluster.Detect)}");
        if (managed) line(2, $"replace_after: {ValueReader.Show(cluster.ReplaceAfter)}");
        if (managed) line(2, $"memory: {ValueReader.Show(cluster.Memory)}");
        line(2, $"item_size: {ValueReader.Show(cluster.ItemSize)}");
        if (managed) line(2, string.Create(CultureInfo.InvariantCulture, $"connections: {cluster.NodeConnections}"));
        if (managed) line(2, string.Create(CultureInfo.InvariantCulture, $"threads: {cluster.NodeThreads}"));
        Print(cluster.Hold, line);
        if (!cluster.ProxyProtocol.IsEmpty) line(2, $"proxy_protocol: [{string.Join(", ", cluster.ProxyProtocol.Select(network => Quote(NetworkReader.Show(network))))}]");
        line(2, "nodes:");
        foreach (var node in cluster.Nodes) line(3, $"{node.Name}: {{ address: {Quote(node.Address.ToString())}, managed: {(node.Managed ? "true" : "false")} }}");
        line(2, "endpoints:");
        foreach (var endpoint in cluster.Endpoints) line(3, $"{EndpointsReader.Key(endpoint)}: {Quote(endpoint.Address.ToString())}");
    }

    private static void Print(HoldSpec hold, Action<int, string> line) =>
        line(2, string.Create(CultureInfo.InvariantCulture, $"hold: {{ time: {ValueReader.Show(hold.Time)}, commands: {hold.Commands}, bytes: {ValueReader.Show(hold.Bytes)} }}"));

    private static void Print(TlsSpec tls, Action<int, string> line)
    {
        line(0, "tls:");
        line(1, $"certificate: {Quote(tls.Certificate)}");
        line(1, $"key: {Quote(tls.Key)}");
        if (tls.ClientCa is { } authorities) line(1, $"client_ca: {Quote(authorities)}");
        line(1, $"client_certificates: {Word(tls.ClientCertificates)}");
    }

    private static void Print(LimitsSpec limits, Action<int, string> line)
    {
        line(0, "limits:");
        line(1, string.Create(CultureInfo.InvariantCulture, $"connections: {limits.Connections}"));
        line(1, string.Create(CultureInfo.InvariantCulture, $"connections_per_address: {limits.ConnectionsPerAddress}"));
        line(1, $"request: {ValueReader.Show(limits.Request)}");
        line(1, $"output: {ValueReader.Show(limits.Output)}");
        line(1, $"idle: {ValueReader.Show(limits.Idle)}");
        line(1, $"first_byte: {ValueReader.Show(limits.FirstByte)}");
        line(1, $"partial: {ValueReader.Show(limits.Partial)}");
    }

    private static void Print(NodeTlsSpec tls, Action<int, string> line)
    {
        line(2, tls == new NodeTlsSpec() ? "node_tls: {}" : "node_tls:");
        if (tls.Ca is { } authorities) line(3, $"ca: {Quote(authorities)}");
        if (tls.Certificate is { } certificate) line(3, $"certificate: {Quote(certificate)}");
        if (tls.Key is { } key) line(3, $"key: {Quote(key)}");
        if (tls.ServerName is { } name) line(3, $"server_name: {Quote(name)}");
    }

    private static void Print(DnsSpec dns, Action<int, string> line)
    {
        line(0, "dns:");
        line(1, $"zone: {Quote(dns.Zone)}");
        if (!dns.Listen.IsEmpty) line(1, $"listen: [{string.Join(", ", dns.Listen.Select(address => Quote(address.ToString())))}]");
        line(1, $"ttl: {ValueReader.Show(dns.Ttl)}");
        line(1, $"mode: {Word(dns.Mode)}");
        if (dns.Advertise is { } advertise) line(1, $"advertise: {Quote(advertise)}");
        if (dns.Update is not { } update) return;
        line(1, "update:");
        line(2, $"server: {Quote(update.Server.ToString())}");
        line(2, $"key_name: {Quote(update.KeyName)}");
        line(2, $"algorithm: {update.KeyAlgorithm}");
        line(2, $"secret: {Masked}");
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal)}\"";
}
