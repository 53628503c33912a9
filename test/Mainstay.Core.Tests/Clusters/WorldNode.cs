using Mainstay.Core.Configuration;

namespace Mainstay.Core.Tests.Clusters;

/// <summary>A data server of a <see cref="ClusterWorld"/>.</summary>
internal sealed class WorldNode(NodeSpec spec)
{
    public NodeSpec Spec { get; } = spec;

    public string Name => Spec.Name;

    /// <summary>Its process; null when none runs.</summary>
    public int? Process { get; set; }

    public bool Stopped { get; set; }

    /// <summary>Since when no question was answered.</summary>
    public TimeSpan? SilentSince { get; set; }

    /// <summary>Whether it has what others may have changed since.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether a hung process has requests of before in its sockets.</summary>
    public bool HasLateRequests { get; set; }

    /// <summary>Whether it served by the last snapshot.</summary>
    public bool Serves { get; set; }
}
