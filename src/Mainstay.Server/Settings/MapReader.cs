using System.Collections.Immutable;

namespace Mainstay.Server.Settings;

/// <summary>The keys of one map, checked against the table: unknown, missing and unbuilt ones are faults.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, SettingsNode> _values = new(StringComparer.Ordinal);

    private MapReader(SettingsNode place, string path) => (Place, Path) = (place, path);

    /// <summary>The map, or what stands in its place.</summary>
    public SettingsNode Place { get; }

    /// <summary>Its path in the table.</summary>
    public string Path { get; }

    /// <summary>The map at <paramref name="node"/>. One that is no map is a fault, and empty.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Its path in the table; empty for the file itself.</param>
    /// <param name="called">What it is called in messages.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static MapReader Of(SettingsNode node, string path, string called, FaultList faults)
    {
        var reader = new MapReader(node, path);
        if (node is SettingsNode.Map map) reader.Take(map, called, faults);
        else faults.Error(node, $"{called} is {node.Kind}; a map of keys is expected", "write its keys below it, indented by two spaces");
        return reader;
    }

    /// <summary>The names of a map whose keys are names, each with what stands there.</summary>
    public static ImmutableArray<(SettingsNode.Scalar Name, SettingsNode Value)> Names(SettingsNode? node, string called, FaultList faults)
    {
        if (node is SettingsNode.Map { Pairs.IsEmpty: false } map) return map.Pairs;
        if (node is not null) faults.Error(node, $"{called} is {(node is SettingsNode.Map ? "empty" : node.Kind)}; names are expected, each with its keys", "write NAME: and its keys below it");
        return [];
    }

    /// <summary>What stands at a key; null where it was left out.</summary>
    public SettingsNode? this[string key] => _values.GetValueOrDefault(key);

    private void Take(SettingsNode.Map map, string called, FaultList faults)
    {
        var known = KeyTable.Of(Path).ToList();
        foreach (var (key, value) in map.Pairs)
        {
            if (known.Find(doc => doc.Name == key.Text) is not { } doc)
            {
                var suggestion = Nearest.Suggestion(key.Text, known.Where(one => !one.NotBuilt).Select(one => one.Name));
                faults.Error(key, $"{called} has no key '{key.Text}'", suggestion ?? $"it has: {string.Join(", ", known.Where(one => !one.NotBuilt).Select(one => one.Name))}");
            }
            else if (doc.NotBuilt)
            {
                faults.Error(key, $"'{key.Text}' is not built yet in this version", "remove it");
            }
            else if (value is SettingsNode.Scalar { IsNull: true } && doc.Shape is not KeyShape.Directives)
            {
                faults.Error(key, $"'{key.Text}' has no value", doc.Default is { } value2 ? $"write one, or remove the key: then {value2} holds" : "write one, or remove the key");
            }
            else
            {
                _values[key.Text] = value;
            }
        }

        foreach (var missing in known.Where(doc => doc.Required && map.Pairs.All(pair => pair.Key.Text != doc.Name)))
            faults.Error(Place, $"{called} has no '{missing.Name}'", Example(missing));
        var oneOf = KeyTable.OneOf(Path);
        if (!oneOf.IsEmpty && map.Pairs.All(pair => !oneOf.Contains(pair.Key.Text)))
            faults.Error(Place, $"{called} has no {string.Join(" and no ", oneOf.Select(name => $"'{name}'"))}", Example(known.First(doc => doc.Name == oneOf[0])));
    }

    private static string Example(KeyDoc key) => key.Shape switch
    {
        KeyShape.Address => $"add {key.Name}: \"127.0.0.1:{(!key.Path.StartsWith("clusters.", StringComparison.Ordinal) ? 6400 : key.Name == "address" ? 11211 : 11200)}\"",
        KeyShape.Number => $"add {key.Name}: 1",
        KeyShape.Text => $"add {key.Name}: and its value",
        _ => $"add {key.Name}: and its keys below it",
    };
}
