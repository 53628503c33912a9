using Mainstay.Endpoints.Memcached.Upstreams;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>The keys of a request that asks for several, in their order.</summary>
internal sealed class AskedKeys
{
    private const int MostKept = 1024;

    private readonly List<(int Start, int Length)> _ranges = [];
    private readonly List<KeyState> _states = [];
    private readonly List<Part?> _parts = [];
    private readonly HashSet<int> _warmed = [];

    /// <summary>How many.</summary>
    public int Count => _ranges.Count;

    /// <summary>How many of them are not known yet to be there or missing.</summary>
    public int Open { get; private set; }

    /// <summary>The first that was not given to the client.</summary>
    public int NextToGive { get; set; }

    /// <summary>Before it there is none to be asked for.</summary>
    public int NextToAsk { get; set; }

    /// <summary>Where one stands in the request.</summary>
    public (int Start, int Length) this[int index] => _ranges[index];

    /// <summary>What is known of one.</summary>
    public KeyState State(int index) => _states[index];

    /// <summary>Who answers one.</summary>
    public Part? PartOf(int index) => _parts[index];

    /// <summary>Whether it is tried for the first time to have one from who had it before.</summary>
    public bool TryWarm(int index) => _warmed.Add(index);

    /// <summary>Adds one.</summary>
    public void Add(int start, int length)
    {
        _ranges.Add((start, length));
        _states.Add(KeyState.Unasked);
        _parts.Add(null);
        Open++;
    }

    /// <summary>One is asked for.</summary>
    public void Ask(int index, Part part) => (_states[index], _parts[index]) = (KeyState.Asked, part);

    /// <summary>One must be asked for (again).</summary>
    public void AskAgain(int index)
    {
        (_states[index], _parts[index]) = (KeyState.Unasked, null);
        NextToAsk = Math.Min(NextToAsk, index);
    }

    /// <summary>One is known.</summary>
    public void Know(int index, KeyState state)
    {
        _states[index] = state;
        Open--;
    }

    /// <summary>The next to be asked for from <paramref name="index"/> on; <see cref="Count"/> for none.</summary>
    public int Unasked(int index)
    {
        while (index < Count && _states[index] != KeyState.Unasked) index++;
        return index;
    }

    /// <summary>To be used again; room for very many is given back.</summary>
    public void Clear()
    {
        if (_ranges.Capacity > MostKept)
        {
            _ranges.Clear();
            _states.Clear();
            _parts.Clear();
            _ranges.Capacity = _states.Capacity = _parts.Capacity = 0;
        }

        _ranges.Clear();
        _states.Clear();
        _parts.Clear();
        _warmed.Clear();
        Open = NextToGive = NextToAsk = 0;
    }
}
