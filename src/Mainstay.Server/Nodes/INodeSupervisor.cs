using System.Threading.Channels;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Nodes;

/// <summary>
/// Starts, adopts, watches and ends the data servers of this host. They outlive the daemon; none starts as primary on its own.
/// Results are values: <see cref="ActionResult.Done"/>, <see cref="ActionResult.Failed"/>, <see cref="ActionResult.DataMissing"/>.
/// </summary>
public interface INodeSupervisor : IAsyncDisposable
{
    /// <summary>
    /// Every end of a process, as soon as the kernel tells (pidfd), adopted ones too, and those that were asked for. Completed by disposing.
    /// </summary>
    ChannelReader<NodeExit> Exits { get; }

    /// <summary>Takes over the processes that still run from an earlier daemon, their identity checked. Starts none. Returns the nodes' names.</summary>
    Task<IReadOnlyList<string>> AdoptAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Starts a node that does not run, sealed, and returns when it answers (an error such as LOADING is an answer), at most 10 s later. A node
    /// that already runs, answering or not, is Done. DataMissing: it has run before, and its data folder is gone, unusable or damaged.
    /// Failed: its port is taken, its program ended during its start, the disk is full …; its port and process are not touched.
    /// </summary>
    Task<ActionResult> StartAsync(string node, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a node's process by SIGKILL and returns when it is gone; Done when none runs. Failed, and nothing is ended, when that process is not
    /// <paramref name="runId"/> (null: any) by its own word or, where it cannot answer, by its last; a process of somebody else's is never ended.
    /// </summary>
    Task<ActionResult> KillAsync(string node, string? runId, CancellationToken cancellationToken);

    /// <summary>Sets aside what is left of the data folder of a node that does not run, makes a fresh one and starts the node in it, sealed.</summary>
    Task<ActionResult> ReplaceAsync(string node, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the data folder of a node that does not run aside, whole, and makes an empty one; at most three such copies and tails are kept per
    /// node. Done, too, when there is no data.
    /// </summary>
    Task<ActionResult> SetAsideAsync(string node, string label, CancellationToken cancellationToken);

    /// <summary>Supervises <paramref name="node"/> too, from now on; nothing is started. What is supervised already stays as it is.</summary>
    void Add(NodeSpec node);

    /// <summary>
    /// Ends a node's process for good (SIGTERM, then SIGKILL), sets its data aside and forgets the node. Done, too, when it is not known any more.
    /// </summary>
    Task<ActionResult> RetireAsync(string node, CancellationToken cancellationToken);

    /// <summary>A new file in the node's folder of saved tails, for a tail read from a live server; the oldest beyond three are removed.</summary>
    string NewTailFile(string node, string label);

    /// <summary>Names of what was saved of a node's divergent data, oldest first.</summary>
    IReadOnlyList<string> SavedTails(string node);

    /// <summary>What the operating system says of a node's process; null when none is known.</summary>
    ProcessActivity? Activity(string node);

    /// <summary>
    /// Ends all nodes at once (SIGTERM, so that they write their files), those left after <paramref name="grace"/> by SIGKILL, and returns when
    /// they are gone. A stopped process is ended by SIGKILL straight away.
    /// </summary>
    Task StopAllAsync(TimeSpan grace, CancellationToken cancellationToken);
}
