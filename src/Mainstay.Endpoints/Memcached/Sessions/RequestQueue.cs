namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>The unanswered requests of one client, oldest first, and up to where they were sent.</summary>
/// <param name="pool">Where requests go back to.</param>
internal sealed class RequestQueue(RequestPool pool)
{
    private PendingRequest[]? _ring;
    private int _first;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Before it none waits to be sent.</summary>
    public int NextToSend { get; set; }

    /// <summary>One of them, counted from the oldest.</summary>
    public PendingRequest this[int index] => _ring![(_first + index) & (_ring.Length - 1)];

    /// <summary>Adds one.</summary>
    public void Add(PendingRequest request)
    {
        _ring ??= new PendingRequest[4];
        if (Count == _ring.Length) Grow();
        _ring[(_first + Count++) & (_ring.Length - 1)] = request;
    }

    /// <summary>The oldest is over.</summary>
    public void RemoveFirst()
    {
        pool.Return(this[0]);
        _ring![_first] = null!;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        if (NextToSend > 0) NextToSend--;
    }

    /// <summary>Gives back room for many while there are none.</summary>
    public void ReleaseIdle()
    {
        if (Count == 0 && _ring?.Length > 64) (_ring, _first) = (null, 0);
    }

    /// <summary>All are over.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveFirst();
        (_ring, _first) = (null, 0);
    }

    private void Grow()
    {
        var larger = new PendingRequest[_ring!.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        (_ring, _first) = (larger, 0);
    }
}
