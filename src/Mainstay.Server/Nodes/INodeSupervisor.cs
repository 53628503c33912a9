using System.Threading.Channels;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Nodes;

/// <summary>
/// Starts, adopts, watches and ends the data servers of this host. They outlive the daemon; none starts as primary on its own.
/// Results are values: <see cref="ActionResult.Done"/>, <see cref="ActionResult.Failed"/>, <see cref="ActionResult.DataMissing"/>.
/// </summary>
public interface INodeSupervisor : IAsyncDisposable
{
    /// <summary>Every end of a process, as soon as the kernel tells (pidfd), adopted ones too.</summary>
    ChannelReader<NodeExit> Exits { get; }

    /// <summary>Takes over the processes that still run from an earlier daemon, their identity checked. Starts none. Returns the nodes' names.</summary>
    Task<IReadOnlyList<string>> AdoptAsync(CancellationToken cancellationToken);

    /// <summary>Starts a node that does not run, sealed, and returns when it answers. A node that already runs is Done.</summary>
    Task<ActionResult> StartAsync(string node, CancellationToken cancellationToken);

    /// <summary>Ends a process by SIGKILL and returns when it is gone; refused when the process there is not <paramref name="runId"/> (null: any).</summary>
    Task<ActionResult> KillAsync(string node, string? runId, CancellationToken cancellationToken);

    /// <summary>Sets aside what is left of the data directory, makes a fresh one and starts the node in it.</summary>
    Task<ActionResult> ReplaceAsync(string node, CancellationToken cancellationToken);

    /// <summary>Moves the data files of a node that does not run into a folder of their own; at most three such folders are kept per node.</summary>
    Task<ActionResult> SetAsideAsync(string node, string label, CancellationToken cancellationToken);

    /// <summary>A new file in the node's folder of saved tails, for a tail read from a live server; the oldest beyond three are removed.</summary>
    string NewTailFile(string node, string label);

    /// <summary>Names of what was saved of a node's divergent data, oldest first.</summary>
    IReadOnlyList<string> SavedTails(string node);

    /// <summary>What the operating system says of a node's process; null when none is known.</summary>
    ProcessActivity? Activity(string node);

    /// <summary>Ends all nodes in order (SIGTERM, so that they write their files), each within <paramref name="grace"/>, then SIGKILL.</summary>
    Task StopAllAsync(TimeSpan grace, CancellationToken cancellationToken);
}
