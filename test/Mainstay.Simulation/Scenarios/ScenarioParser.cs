using System.Collections.Immutable;
using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Scenarios;

/// <summary>Reads scenario files: a paragraph for people, the script, then, behind a line of dashes, the golden trace.</summary>
public static class ScenarioParser
{
    /// <summary>The line before the golden trace.</summary>
    public const string Divider = "----";

    /// <exception cref="ScenarioException">A line is not understood.</exception>
    public static Scenario Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        var divider = lines.IndexOf(Divider);
        var script = divider < 0 ? lines : lines[..divider];
        var golden = divider < 0 ? "" : string.Join('\n', lines[(divider + 1)..]).TrimEnd('\n');
        var promise = script.TakeWhile(line => line.Length > 0).ToList();
        var (deeds, triggers, expectations) = (new List<(TimeSpan, string)>(), new List<(string, string)>(), new List<string>());
        GroupSpec? group = null;
        var spares = 0;
        var nodes = new NodeSettings();
        var publishDelay = TimeSpan.Zero;
        var (start, interval, length, seed) = ("serving", TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(12), 1UL);
        foreach (var line in script.Skip(promise.Count).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "group": group = Group(line, words); break;
                case "spares": spares = int.Parse(words[1], CultureInfo.InvariantCulture); break;
                case "seed": seed = ulong.Parse(words[1], CultureInfo.InvariantCulture); break;
                case "start": start = words[1]; break;
                case "writes": interval = words[1] == "none" ? TimeSpan.Zero : TimeSpan.FromSeconds(1) / int.Parse(words[1], CultureInfo.InvariantCulture); break;
                case "run": length = Duration(words[1]); break;
                case "transfer": nodes = nodes with { TransferTime = Duration(words[2]) }; break;
                case "snapshots": publishDelay = Duration(words[2]); break;
                case "claims": nodes = nodes with { ClaimsEarly = true }; break;
                case "repl-timeout": nodes = nodes with { ReplicationTimeout = Duration(words[1]) }; break;
                case "backlog": nodes = nodes with { BacklogSize = long.Parse(words[1], CultureInfo.InvariantCulture) }; break;
                case "at": deeds.Add((Duration(words[1]), string.Join(' ', words[2..]))); break;
                case "when": triggers.Add((words[1], string.Join(' ', words[3..]))); break;
                case "expect": expectations.Add(string.Join(' ', words[1..])); break;
                default: throw new ScenarioException(line, "unknown statement");
            }
        }

        return new Scenario
        {
            Promise = string.Join(' ', promise),
            Script = string.Join('\n', script).TrimEnd('\n'),
            Golden = golden,
            World = new WorldSettings
            {
                Seed = seed,
                Group = group ?? throw new ScenarioException("", "no group"),
                Spares = Spares(group, spares),
                Nodes = nodes,
                PublishDelay = publishDelay,
            },
            Start = start,
            WriteInterval = interval,
            Length = length,
            Deeds = [.. deeds],
            Triggers = [.. triggers],
            Expectations = [.. expectations],
        };
    }

    /// <summary>Reads <c>2s</c> or <c>300ms</c>.</summary>
    /// <exception cref="ScenarioException">It is neither.</exception>
    public static TimeSpan Duration(string word)
    {
        var unit = word.EndsWith("ms", StringComparison.Ordinal) ? 1 : word.EndsWith('s') ? 1000 : throw new ScenarioException(word, "not a duration");
        var digits = word[..^(unit == 1 ? 2 : 1)];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromMilliseconds(number * unit)
            : throw new ScenarioException(word, "not a duration");
    }

    /// <summary>A group of nodes called <c>NAME-001</c> and so on, at ports from 7001.</summary>
    public static GroupSpec NewGroup(string name, int count, Durability durability) => new()
    {
        Name = name,
        Durability = durability,
        Nodes = [.. Enumerable.Range(1, count).Select(number => new NodeSpec { Name = $"{name}-{number:000}", Address = new NodeAddress("10.0.0.1", 7000 + number) })],
    };

    /// <summary>Further nodes of <paramref name="group"/>, numbered on, that are no members yet.</summary>
    public static ImmutableArray<NodeSpec> Spares(GroupSpec group, int count) => NewGroup(group.Name, group.Nodes.Length + count, group.Durability).Nodes[group.Nodes.Length..];

    // group NAME async|sync nodes N [acks W] [detect D] [priority NODE P] [unmanaged NODE] [lag-time D] [lag-bytes B]
    private static GroupSpec Group(string line, string[] words)
    {
        var durability = words[2] switch
        {
            "async" => Durability.Async,
            "sync" => Durability.Sync,
            _ => throw new ScenarioException(line, "async or sync"),
        };
        var spec = NewGroup(words[1], int.Parse(words[4], CultureInfo.InvariantCulture), durability);
        for (var i = 5; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "acks":
                    spec = spec with { Durability = durability with { Acknowledgements = int.Parse(words[++i], CultureInfo.InvariantCulture) } };
                    break;
                case "detect":
                    spec = spec with { Detect = Duration(words[++i]) };
                    break;
                case "priority":
                    var (name, priority) = (words[++i], int.Parse(words[++i], CultureInfo.InvariantCulture));
                    spec = spec with { Nodes = [.. spec.Nodes.Select(node => node.Name == name ? node with { Priority = priority } : node)] };
                    break;
                case "lag-time":
                    spec = spec with { Reader = spec.Reader with { LagTime = Duration(words[++i]) } };
                    break;
                case "lag-bytes":
                    spec = spec with { Reader = spec.Reader with { LagBytes = long.Parse(words[++i], CultureInfo.InvariantCulture) } };
                    break;
                case "unmanaged":
                    var unmanaged = words[++i];
                    spec = spec with { Nodes = [.. spec.Nodes.Select(node => node.Name == unmanaged ? node with { Managed = false } : node)] };
                    break;
                default:
                    throw new ScenarioException(line, $"unknown word {words[i]}");
            }
        }

        return spec;
    }
}
