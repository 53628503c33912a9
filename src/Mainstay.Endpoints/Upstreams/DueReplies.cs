namespace Mainstay.Endpoints.Upstreams;

/// <summary>Whose the replies are that a shared connection owes, oldest first; commands of one session in a row take one place.</summary>
internal sealed class DueReplies
{
    private (SharedLane Lane, int Count)[] _ring = new (SharedLane, int)[64];
    private int _head;
    private int _entries;

    /// <summary>Replies due.</summary>
    public int Count { get; private set; }

    /// <summary>One more is due to this session.</summary>
    public void Add(SharedLane lane)
    {
        Count++;
        if (_entries > 0)
        {
            ref var last = ref _ring[(_head + _entries - 1) & (_ring.Length - 1)];
            if (last.Lane == lane)
            {
                last.Count++;
                return;
            }
        }

        if (_entries == _ring.Length) Grow();
        _ring[(_head + _entries++) & (_ring.Length - 1)] = (lane, 1);
    }

    /// <summary>Whose the next reply is; null when none is due.</summary>
    public SharedLane? Peek() => _entries == 0 ? null : _ring[_head].Lane;

    /// <summary>Whose the next reply is, which is there; null when none is due.</summary>
    public SharedLane? Take()
    {
        if (_entries == 0) return null;
        Count--;
        ref var first = ref _ring[_head];
        var lane = first.Lane;
        if (--first.Count > 0) return lane;
        first = default;
        _head = (_head + 1) & (_ring.Length - 1);
        _entries--;
        return lane;
    }

    private void Grow()
    {
        var larger = new (SharedLane, int)[_ring.Length * 2];
        for (var i = 0; i < _entries; i++) larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        (_ring, _head) = (larger, 0);
    }
}
