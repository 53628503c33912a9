using System.Collections.Concurrent;

namespace Mainstay.Server.Control.Orders;

/// <summary>Servers of others that could not write down what they were told (<c>CONFIG REWRITE</c>): after a restart they are what they were configured to be.</summary>
internal sealed class RefusedRewrites
{
    private readonly ConcurrentDictionary<string, string> _why = new(StringComparer.Ordinal);

    /// <summary>A node was told to write its configuration; <paramref name="error"/> null when it did.</summary>
    public void Told(string node, string? error)
    {
        if (error is null) _why.TryRemove(node, out _);
        else _why[node] = error;
    }

    /// <summary>The server's own words, or null.</summary>
    public string? Of(string node) => _why.GetValueOrDefault(node);
}
