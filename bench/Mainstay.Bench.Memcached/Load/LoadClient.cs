using System.Diagnostics;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>One client: a connection to a proxy, or one to each node. It sends a batch, and the next when all of it was answered.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly int _pipeline;
    private readonly Requests _requests;
    private long _since;
    private int _due;

    public LoadClient(LoadOrder order, Requests requests)
    {
        (_pipeline, _requests) = (order.Cell.Pipeline, requests);
        Lines = [.. order.Ports.Select(port => new LoadLine(port, order.Cell.Pipeline * requests.Longest, this))];
    }

    public IReadOnlyList<LoadLine> Lines { get; }

    /// <summary>Whether a batch is unanswered.</summary>
    public bool IsDue => _due > 0;

    public void Begin()
    {
        _since = Stopwatch.GetTimestamp();
        for (var i = 0; i < _pipeline; i++)
        {
            var (key, node, isSet) = _requests.Next();
            var line = Lines[node];
            if (line.Owed == 0) _due++;
            line.Add(_requests, key, isSet);
        }

        foreach (var line in Lines) line.Send();
    }

    /// <summary>One of its connections has all it is owed; the time that the batch took when that was the last of them.</summary>
    public long? Answered(long now) => --_due == 0 ? now - _since : null;

    public void Dispose()
    {
        foreach (var line in Lines) line.Dispose();
    }
}
