using System.Collections.Immutable;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;

namespace Mainstay.Server.Web.Metrics;

/// <summary>What is told of an endpoint. Counters begin anew with the daemon.</summary>
internal static class EndpointMetrics
{
    /// <summary>Percentiles by the name that they have in a label; the label "quantile" belongs to summaries.</summary>
    private static readonly ImmutableArray<(string Name, Func<LatencyFigures, double> Milliseconds)> _percentiles =
        [("50", latency => latency.P50Ms), ("99", latency => latency.P99Ms), ("99.9", latency => latency.P999Ms), ("100", latency => latency.MaxMs)];

    public static ImmutableArray<Metric> All { get; } =
    [
        Gauge("mainstay_endpoint_up", "1 while the endpoint leads to a node; 0 while it holds or refuses commands.", (_, status) => status.State == EndpointState.Serving ? 1 : 0),
        Gauge("mainstay_held_commands", "Commands held now.", (figures, _) => figures.Held),
        Gauge("mainstay_endpoint_connections", "Clients connected now.", (figures, _) => figures.Sessions),
        Counter("mainstay_endpoint_connections_total", "Clients that connected.", figures => figures.SessionsAccepted),
        Counter("mainstay_endpoint_connections_refused_total", "Clients turned away: too many at the endpoint, or too many from their address.", "reason", figures =>
            [("address_limit", figures.RefusedAddress), ("endpoint_limit", figures.SessionsRefused)]),
        Counter("mainstay_endpoint_connections_closed_total", "Clients cut off: silent for too long, a request that fits into no memory, too many replies unread, a break of the protocol, no PROXY header that makes sense, or no TLS handshake.", "reason", figures =>
            [("idle", figures.IdleClosed), ("memory", figures.RefusedMemory), ("output", figures.RefusedOutput), ("protocol", figures.ProtocolErrors), ("proxy", figures.ProxyFailures), ("tls", figures.TlsFailures)]),
        Counter("mainstay_endpoint_bytes_total", "Bytes received from clients and sent to them.", "direction", figures => [("in", figures.BytesIn), ("out", figures.BytesOut)]),
        Counter("mainstay_endpoint_commands_total", "Requests received.", figures => figures.Commands),
        Counter("mainstay_endpoint_errors_total", "Error replies that clients were given, the node's and the endpoint's own, by their first word; at most 32 kinds, the rest as other.", "kind", figures =>
            figures.Errors.Select(kind => (kind.Key, kind.Value))),
        Counter("mainstay_endpoint_held_total", "Times that a command was held because it could not be sent at once.", figures => figures.CommandsHeld),
        Counter("mainstay_endpoint_held_dropped_total", "Held commands dropped because their client went away.", figures => figures.DroppedWithClient),
        Counter("mainstay_endpoint_refused_total", "Commands refused: denied at endpoints, held as long as allowed, beyond the bytes or commands that may be held, or a write at a reader endpoint.", "reason", figures =>
        [
            ("denied", figures.Denied), ("hold_bytes", figures.RefusedHoldBytes), ("hold_commands", figures.RefusedHoldCommands), ("hold_time", figures.RefusedHoldTime),
            ("reader_write", figures.ReaderWrites),
        ]),
        Counter("mainstay_endpoint_repeated_total", "Commands sent again because they can't have had an effect.", figures => figures.Repeated),
        Counter("mainstay_endpoint_moved_total", "Reads asked for again on a connection of the client's own because their replies were too long for a shared one.", figures => figures.MovedForSize),
        Counter("mainstay_endpoint_indeterminate_total", "Commands answered INDETERMINATE: they may have run.", figures => figures.Indeterminate),
        new("mainstay_endpoint_command_duration_seconds", MetricKind.Histogram, "Time from a command's receipt to its reply, holding included; without commands that block, subscriptions and MONITOR. True to one part in a hundred.",
            ["group", "endpoint"], group => group.Endpoints.SelectMany(one => Buckets([group.Name, one.Name], one.Status.Latency))),
        new("mainstay_endpoint_command_duration_percentile_seconds", MetricKind.Gauge, "Of the same, percentiles over the last full minute; 100 is the longest.", ["group", "endpoint", "percentile"],
            group => group.Endpoints.Where(one => one.Status.Figures.Latency is not null).SelectMany(one =>
                _percentiles.Select(percentile => new Sample([group.Name, one.Name, percentile.Name], Math.Round(percentile.Milliseconds(one.Status.Figures.Latency!) / 1000, 6))))),
        new("mainstay_endpoint_upstream_connections", MetricKind.Gauge, "Connections to nodes open now: a client's own, or shared by clients and counted at the endpoint that made them.", ["group", "endpoint", "kind"], group =>
            group.Endpoints.SelectMany(one => new Sample[] { new([group.Name, one.Name, "own"], one.Status.Figures.UpstreamsOwn), new([group.Name, one.Name, "shared"], one.Status.Figures.UpstreamsShared) })),
        Counter("mainstay_endpoint_upstream_connects_total", "Connections made to nodes.", figures => figures.UpstreamConnects),
        Counter("mainstay_endpoint_upstream_failures_total", "Connections to nodes that could not be made or broke, or whose process was not the one of the topology.", "reason", figures =>
            [("connection", figures.UpstreamFailures), ("identity", figures.IdentityMismatches)]),
        Counter("mainstay_endpoint_subscriptions_restored_total", "Subscriptions made again on another node; what was published in between is lost.", figures => figures.SubscriptionsRestored),
        Counter("mainstay_endpoint_watches_broken_total", "Clients whose WATCH did not survive a change of node.", figures => figures.WatchesBroken),
        Counter("mainstay_endpoint_scripts_loaded_total", "Scripts loaded on nodes that did not have them.", figures => figures.ScriptsLoaded),
    ];

    private static Metric Gauge(string name, string help, Func<EndpointFigures, EndpointStatus, double> value) =>
        new(name, MetricKind.Gauge, help, ["group", "endpoint"], group => group.Endpoints.Select(one => new Sample([group.Name, one.Name], value(one.Status.Figures, one.Status))));

    private static Metric Counter(string name, string help, Func<EndpointFigures, long> value) =>
        new(name, MetricKind.Counter, help, ["group", "endpoint"], group => group.Endpoints.Select(one => new Sample([group.Name, one.Name], value(one.Status.Figures))));

    private static Metric Counter(string name, string help, string label, Func<EndpointFigures, IEnumerable<(string Of, long Value)>> values) =>
        new(name, MetricKind.Counter, help, ["group", "endpoint", label], group =>
            group.Endpoints.SelectMany(one => values(one.Status.Figures).Select(value => new Sample([group.Name, one.Name, value.Of], value.Value))));

    private static IEnumerable<Sample> Buckets(ImmutableArray<string> labels, LatencyBuckets latency)
    {
        for (var i = 0; i < latency.Counts.Length; i++) yield return new Sample(labels, latency.Counts[i]) { Suffix = "_bucket", UpTo = LatencyBuckets.Bounds[i].TotalSeconds };
        yield return new Sample(labels, latency.Commands) { Suffix = "_bucket", UpTo = double.PositiveInfinity };
        yield return new Sample(labels, latency.Total.TotalSeconds) { Suffix = "_sum" };
        yield return new Sample(labels, latency.Commands) { Suffix = "_count" };
    }
}
