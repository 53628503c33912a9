using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>What <c>/v1/groups/{g}</c> adds of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">Its process on this host; null when none is known.</param>
/// <param name="SavedTails">What was set aside of its divergent data, oldest first; never served.</param>
public sealed record NodeDetailView(string Name, int? ProcessId, ImmutableArray<string> SavedTails)
{
    /// <summary>What cannot be promised of it, in words; empty for the nodes that the daemon starts.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
