using System.Collections.Concurrent;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>What one client puts in and another takes out: numbered, each at most once, in their order.</summary>
/// <param name="key">Of the list or stream.</param>
internal sealed class MixQueue(string key)
{
    private readonly ConcurrentDictionary<long, long> _acknowledged = new();
    private readonly HashSet<long> _taken = [];
    private long _last, _lastSent, _put;
    private int _unknownTakes;

    public string Key => key;

    /// <summary>The next number to put in.</summary>
    public long Next() => ++_put;

    public void Put(long number, MixAnswer answer)
    {
        if (!answer.Unknown) _acknowledged[number] = answer.Sent;
    }

    public void TakenUnknown() => _unknownTakes++;

    /// <summary>Null when that number may come now; else what is wrong. One that came before may come again only after a crash undid its taking.</summary>
    public string? Taken(long number, MixAnswer answer, Weather weather, out bool again)
    {
        again = false;
        if (number <= _last)
        {
            again = true;
            if (!weather.MayHaveDied(_lastSent) && !weather.MayHaveDied(answer.Sent)) return $"{key}: {number} came after {_last}";
        }

        _taken.Add(number);
        (_last, _lastSent) = (number, answer.Sent);
        return null;
    }

    /// <summary>Numbers that were put in for sure and never came out, nor are there now. Each take of unknown outcome may have had one.</summary>
    public IReadOnlyList<long> Missing(IEnumerable<long> there, Weather weather, out int died)
    {
        var seen = _taken.Concat(there).ToHashSet();
        var missing = _acknowledged.Where(put => !seen.Contains(put.Key)).OrderBy(put => put.Key).ToList();
        died = missing.Count(put => weather.MayHaveDied(put.Value));
        return [.. missing.Where(put => !weather.MayHaveDied(put.Value)).Select(put => put.Key).Skip(_unknownTakes)];
    }
}
