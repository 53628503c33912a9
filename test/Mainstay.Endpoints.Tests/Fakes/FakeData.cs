using System.Collections.Concurrent;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>Keys by database and name, shared by the nodes of a fake group.</summary>
internal sealed class FakeData
{
    private readonly ConcurrentDictionary<string, string> _keys = new();

    public string? Get(int database, string key) => _keys.GetValueOrDefault($"{database}:{key}");

    public void Set(int database, string key, string value) => _keys[$"{database}:{key}"] = value;

    public long Increment(int database, string key) => long.Parse(_keys.AddOrUpdate($"{database}:{key}", "1", (_, old) => $"{long.Parse(old) + 1}"));
}
