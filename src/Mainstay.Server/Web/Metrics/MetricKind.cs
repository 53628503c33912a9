namespace Mainstay.Server.Web.Metrics;

/// <summary>What Prometheus does with a metric.</summary>
internal enum MetricKind
{
    /// <summary>What is there now.</summary>
    Gauge,

    /// <summary>Grows only, but for a new start.</summary>
    Counter,

    /// <summary>How many were at most how much.</summary>
    Histogram,
}
