using System.Globalization;

namespace Mainstay.TestKit.Caching;

/// <summary>
/// A key with one writer, who numbers its values. What a reader may find follows from the numbers that were acknowledged before it asked and written before
/// it was answered: nothing older, nothing that was never written.
/// </summary>
/// <param name="name">The key.</param>
/// <param name="owner">The node that has it while all serve.</param>
public sealed class CacheKey(string name, int owner)
{
    private long _written;
    private long _acknowledged;

    public string Name { get; } = name;

    public int Owner { get; } = owner;

    /// <summary>The last value whose write was acknowledged; 0 for none.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>The last value that was ever sent; 0 for none.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>The writer begins with the next value.</summary>
    public string Write()
    {
        var next = _written + 1;
        Volatile.Write(ref _written, next);
        return Value(next);
    }

    /// <summary>The writer was told that the last value is stored.</summary>
    public void Acknowledge() => Volatile.Write(ref _acknowledged, _written);

    /// <summary>What is wrong with a value that was read; null when nothing is.</summary>
    /// <param name="value">What was read.</param>
    /// <param name="acknowledged"><see cref="Acknowledged"/> before the question was sent.</param>
    public string? Judge(string value, long acknowledged)
    {
        var number = value.StartsWith($"{Name}=", StringComparison.Ordinal) && long.TryParse(value.AsSpan(Name.Length + 1).TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
        if (number < 0 || value != Value(number)) return $"the value of something else: {value}";
        if (number < acknowledged) return $"stale: value {number}, while {acknowledged} had been acknowledged";
        return number > Written ? $"value {number}, while {Written} is the last that was written" : null;
    }

    // Of lengths that differ, so that what follows it is seen to begin at the right place.
    private string Value(long number) => $"{Name}={number}{new string('.', (int)(number % 50))}";
}
