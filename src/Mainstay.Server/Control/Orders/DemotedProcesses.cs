using System.Collections.Concurrent;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Remembers which processes were replicas already when they were sealed. Clients of such a one lost nothing; those of a former primary
/// hold connections that still answer PING and refuse every write, and must be ended.
/// </summary>
internal sealed class DemotedProcesses
{
    private readonly ConcurrentDictionary<string, string> _replicaBefore = new(StringComparer.Ordinal);

    /// <summary>A process was sealed; what it was just before.</summary>
    public void Sealed(string node, string runId, bool wasReplica)
    {
        // Sealed once more, it is a replica in any case; what it was the first time counts.
        if (!wasReplica) _replicaBefore.TryRemove(node, out _);
        else _replicaBefore.TryAdd(node, runId);
    }

    /// <summary>Its clients' connections were ended, or needed not be: it follows a primary now.</summary>
    public void Following(string node, string runId) => _replicaBefore[node] = runId;

    /// <summary>Whether clients of the process may think that it is a primary. When in doubt (an earlier controller sealed it), yes.</summary>
    public bool MayHavePrimaryClients(string node, string runId) => !(_replicaBefore.TryGetValue(node, out var known) && known == runId);

    /// <summary>The process is a primary from now on.</summary>
    public void Promoted(string node) => _replicaBefore.TryRemove(node, out _);
}
