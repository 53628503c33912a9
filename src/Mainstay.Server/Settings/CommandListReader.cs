using System.Collections.Immutable;
using Mainstay.Core.Serving;

namespace Mainstay.Server.Settings;

/// <summary>Reads which commands a group refuses or lets through. Names that nobody knows are taken: modules have commands of their own.</summary>
internal sealed class CommandListReader(FaultList faults, ValueReader values)
{
    private const int Most = 500;
    private const int LongestName = 48;

    private static readonly ImmutableArray<string> Known = [.. CommandTable.All.Select(command => command.Name)];

    /// <summary>Both lists; what stands in both is a fault.</summary>
    public (ImmutableArray<string> Deny, ImmutableArray<string> Allow) Read(SettingsNode? deny, SettingsNode? allow)
    {
        var (denied, allowed) = (ReadList(deny, "deny"), ReadList(allow, "allow"));
        foreach (var (name, place) in allowed)
            if (denied.FirstOrDefault(one => one.Name == name) is { Place: { } other })
                faults.Error(place, $"{name} is allowed here and denied in line {other.Line}", "keep it in one of the lists");
        return ([.. denied.Select(one => one.Name)], [.. allowed.Select(one => one.Name)]);
    }

    private List<(string Name, SettingsNode Place)> ReadList(SettingsNode? node, string key)
    {
        var read = new List<(string Name, SettingsNode Place)>();
        foreach (var item in values.Items(node, key, Most, "[KEYS, CONFIG GET]") ?? [])
        {
            if (ReadName(item, key) is not { } name) continue;
            if (read.Exists(one => one.Name == name)) faults.Warning(item, $"{name} stands in '{key}' a second time", "remove it");
            else read.Add((name, item));
        }

        return read;
    }

    private string? ReadName(SettingsNode.Scalar item, string key)
    {
        var words = item.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words).ToUpperInvariant();
        if (words.Length is not (1 or 2) || name.Length > LongestName || !words.All(IsWord))
        {
            var near = item.Text.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries);
            faults.Error(item, $"'{key}' holds {item.Shown}, which is no name of a command", near.Length == 2 && near.All(IsWord) ? $"write {string.Join(' ', near).ToUpperInvariant()}" : "write KEYS, or with a subcommand CONFIG GET; a name cannot be a pattern");
            return null;
        }

        if (!Known.Any(known => known == name || known.StartsWith(name + ' ', StringComparison.Ordinal)) && !name.Contains('.', StringComparison.Ordinal))
            faults.Warning(item, $"{name} in '{key}' is no command that we know: it is taken for one of a module", Nearest.Suggestion(name, Known));
        return name;
    }

    private static bool IsWord(string word) => char.IsAsciiLetter(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
