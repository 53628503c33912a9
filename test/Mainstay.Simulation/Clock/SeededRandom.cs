namespace Mainstay.Simulation.Clock;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine and runtime. Each part of the world has a
/// stream of its own, so that a draw more in one of them does not change the others.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A stream of its own for the part called <paramref name="name"/>.</summary>
    public static SeededRandom For(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name) hash = (hash ^ letter) * 1099511628211UL;
        return new SeededRandom(seed ^ hash);
    }

    /// <summary>A number from 0 up to, and without, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>A span from <paramref name="least"/> to <paramref name="most"/>, both in milliseconds.</summary>
    public TimeSpan Milliseconds(double least, double most) =>
        TimeSpan.FromTicks((long)((least + ((most - least) * ((Next() >> 11) * (1.0 / (1UL << 53))))) * TimeSpan.TicksPerMillisecond));

    /// <summary>One of <paramref name="items"/>.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>40 hex digits, as run ids and replication ids are.</summary>
    public string Hex40() => $"{Next():x16}{Next():x16}{Next():x16}"[..40];
}
