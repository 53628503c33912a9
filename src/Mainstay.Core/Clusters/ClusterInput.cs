using Mainstay.Core.Configuration;

namespace Mainstay.Core.Clusters;

/// <summary>What a <see cref="ClusterMachine"/> learns.</summary>
public abstract record ClusterInput
{
    private ClusterInput()
    {
    }

    /// <summary>Time went on.</summary>
    public sealed record Tick : ClusterInput;

    /// <summary>A node answered a question. <paramref name="Version"/> is of the form 1.6.18, null while it is not known.</summary>
    public sealed record NodeAnswered(string Node, ServerIdentity Identity, string? Version) : ClusterInput;

    /// <summary>A node has not answered; <paramref name="Since"/> is when the first question was put to which no answer came.</summary>
    public sealed record NodeSilent(string Node, Instant Since) : ClusterInput;

    /// <summary>
    /// Nobody listens at a node's address. <paramref name="ProcessExists"/>: a process of ours is there all the same.
    /// </summary>
    public sealed record NodeRefused(string Node, bool ProcessExists) : ClusterInput;

    /// <summary>A managed node's process ended, or none was found.</summary>
    public sealed record NodeExited(string Node) : ClusterInput;

    /// <summary>The name of a node's host leads to <paramref name="Ip"/>, an IPv4 address.</summary>
    public sealed record AddressResolved(string Node, string Ip) : ClusterInput;

    /// <summary>
    /// What came of <see cref="ClusterAction.StartNode"/>. <paramref name="ProcessId"/>: the process that was started just now and is empty, also where it has
    /// not answered in time; null where none runs, or one ran already.
    /// </summary>
    public sealed record StartCompleted(string Node, bool Ok, string? Why, int? ProcessId) : ClusterInput;

    /// <summary>What came of <see cref="ClusterAction.FlushNode"/>.</summary>
    public sealed record FlushCompleted(string Node, bool Ok, string? Why) : ClusterInput;

    /// <summary>What came of <see cref="ClusterAction.KillNode"/>.</summary>
    public sealed record KillCompleted(string Node, bool Ok, string? Why) : ClusterInput;

    /// <summary>The cluster is configured otherwise from now on.</summary>
    public sealed record SpecChanged(ClusterSpec Spec) : ClusterInput;
}
