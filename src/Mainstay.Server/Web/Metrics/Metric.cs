using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>One metric: what it is called, what it means, and where its values are. Names and labels are a contract.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it means, one sentence.</param>
/// <param name="Labels">The names of its labels.</param>
/// <param name="Samples">Its values of one group.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Help, ImmutableArray<string> Labels, Func<GroupReading, IEnumerable<Sample>> Samples);
