using Mainstay.Core.Configuration;
using Mainstay.Server.Nodes.Processes;

namespace Mainstay.Server.Nodes;

/// <summary>One node as the supervisor holds it.</summary>
internal sealed class ManagedNode(NodeSpec spec, NodeFiles files)
{
    private volatile WatchedProcess? _process;
    private volatile string? _runId;

    public NodeSpec Spec { get; } = spec;

    public NodeFiles Files { get; } = files;

    /// <summary>Held by whoever starts the node or changes its files. Ending it does not take it: a start that hangs can be ended.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The process that runs, watched; null when none does.</summary>
    public WatchedProcess? Process => _process;

    /// <summary>The run id last known of <see cref="Process"/>; kept because a stopped process cannot be asked.</summary>
    public string? RunId => _runId;

    public void Began(WatchedProcess process, string? runId)
    {
        _runId = runId;
        _process = process;
    }

    public void Knows(string runId) => _runId = runId;

    /// <summary>Called by the watcher. False when another process took its place already.</summary>
    public bool Ended(WatchedProcess process) => Interlocked.CompareExchange(ref _process, null, process) == process;
}
