using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>Tells readers of events which groups and clusters changed. Telling is quick: it runs on the controllers' threads.</summary>
internal sealed class EventFeed
{
    /// <summary>Most readers at once.</summary>
    public const int MostReaders = 64;

    private readonly ConcurrentDictionary<EventSubscription, bool> _readers = new();
    private int _count;

    public EventFeed(ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters)
    {
        foreach (var group in groups) group.Controller.Changed += _ => Tell(group.Spec.Name);
        foreach (var cluster in clusters) cluster.Controller.Published += _ => Tell(cluster.Spec.Name);
    }

    /// <summary>A new reader, or null when there are too many.</summary>
    public EventSubscription? Subscribe()
    {
        if (Interlocked.Increment(ref _count) > MostReaders)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        var reader = new EventSubscription(this);
        _readers[reader] = true;
        return reader;
    }

    internal void Leave(EventSubscription reader)
    {
        if (_readers.TryRemove(reader, out _)) Interlocked.Decrement(ref _count);
    }

    private void Tell(string owner)
    {
        foreach (var (reader, _) in _readers) reader.Tell(owner);
    }
}
