using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>One metric: what it is called, what it means, and where its values are. Names and labels are a contract.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it means, one sentence.</param>
/// <param name="Labels">The names of its labels.</param>
/// <param name="Samples">Its values of one group or cluster.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Help, ImmutableArray<string> Labels, Func<Reading, IEnumerable<Sample>> Samples)
{
    /// <summary>One that groups have.</summary>
    public static Metric OfGroups(string name, MetricKind kind, string help, ImmutableArray<string> labels, Func<GroupReading, IEnumerable<Sample>> samples) =>
        new(name, kind, help, labels, reading => reading is GroupReading group ? samples(group) : []);

    /// <summary>One that clusters have.</summary>
    public static Metric OfClusters(string name, MetricKind kind, string help, ImmutableArray<string> labels, Func<ClusterReading, IEnumerable<Sample>> samples) =>
        new(name, kind, help, labels, reading => reading is ClusterReading cluster ? samples(cluster) : []);
}
