using Mainstay.Core.Topology;
using Mainstay.Server.Control;

namespace Mainstay.Server.Tests.Control;

/// <summary>Endpoints that hold and drain at once, and remember what they were told, and when.</summary>
internal sealed class RecordingGate : IEndpointGate
{
    private readonly Lock _lock = new();
    private readonly List<(long At, GroupTopology Topology)> _published = [];
    private readonly List<ulong> _fenced = [];

    public IReadOnlyList<(long At, GroupTopology Topology)> Published
    {
        get
        {
            lock (_lock) return [.. _published];
        }
    }

    public IReadOnlyList<ulong> Fenced
    {
        get
        {
            lock (_lock) return [.. _fenced];
        }
    }

    /// <summary>The last snapshot that named a primary while serving, if any.</summary>
    public GroupTopology? Serving => Published is [.., var last] && last.Topology is { State: GroupState.Serving, Primary: not null } topology ? topology : null;

    public ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken cancellationToken)
    {
        lock (_lock) _fenced.Add(term);
        return ValueTask.FromResult(true);
    }

    public void Publish(GroupTopology topology)
    {
        lock (_lock) _published.Add((TimeProvider.System.GetTimestamp(), topology));
    }
}
