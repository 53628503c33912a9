using Mainstay.Core.Clusters;

namespace Mainstay.Server.Clusters;

/// <summary>A state as it lies in its file.</summary>
/// <param name="Format">The layout.</param>
/// <param name="State">What is kept.</param>
internal sealed record ClusterStateDocument(int Format, ClusterState? State);
