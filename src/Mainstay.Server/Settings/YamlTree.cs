using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mainstay.Server.Settings;

/// <summary>
/// Reads YAML into nodes with their places. Doubled keys are faults like any other instead of ending the reading; anchors, aliases and tags are
/// refused: what is in force must be readable where it stands.
/// </summary>
internal sealed class YamlTree(FaultList faults, Variables variables)
{
    private const int Deepest = 16;

    /// <summary>The document's root; null when there is none, or when the text is no YAML (the first place of that is a fault).</summary>
    public SettingsNode? Read(TextReader text)
    {
        try
        {
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;
            var root = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second)) faults.Add(new(Place(second.Start.Line), Place(second.Start.Column), false, "a second document begins here", "one file holds one configuration: remove the line ---"));
            return root;
        }
        catch (YamlException broken)
        {
            faults.Add(new(Place(broken.Start.Line), Place(broken.Start.Column), false, $"not YAML: {Words(broken)}", "indent by spaces, never by tabs, and quote values that hold ': ' or ' #'"));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The parser stands behind the end of a text that is not finished.
            faults.Add(new(0, 0, false, "not YAML: it ends in the middle", "close every { and [ and every quote"));
            return null;
        }
    }

    private SettingsNode Node(Parser parser, int depth)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            faults.Add(new(Place(alias.Start.Line), Place(alias.Start.Column), false, $"*{alias.Value} refers to something written elsewhere", "write it out here"));
            return new SettingsNode.Scalar(Place(alias.Start.Line), Place(alias.Start.Column), "", IsNull: true, FromEnvironment: false);
        }

        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
            faults.Add(new(Place(anchored.Start.Line), Place(anchored.Start.Column), false, $"&{anchored.Anchor.Value} names a part of the file", "remove it, and write out what refers to it"));
        if (depth > Deepest) throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {Deepest} levels");
        if (parser.TryConsume<MappingStart>(out var map)) return Map(parser, map, depth);
        if (parser.TryConsume<SequenceStart>(out var list))
        {
            var items = ImmutableArray.CreateBuilder<SettingsNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser, depth + 1));
            return new SettingsNode.Sequence(Place(list.Start.Line), Place(list.Start.Column), items.ToImmutable());
        }

        return Value(parser.Consume<Scalar>());
    }

    private SettingsNode.Map Map(Parser parser, MappingStart start, int depth)
    {
        var pairs = ImmutableArray.CreateBuilder<(SettingsNode.Scalar, SettingsNode)>();
        var seen = new Dictionary<string, SettingsNode.Scalar>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = Node(parser, depth + 1);
            var value = Node(parser, depth + 1);
            if (name is not SettingsNode.Scalar key) faults.Error(name, $"{name.Kind} stands where a key is expected");
            else if (seen.TryGetValue(key.Text, out var first)) faults.Error(key, $"the key '{key.Text}' stands here a second time, first in line {first.Line}", "keep one of them");
            else
            {
                seen.Add(key.Text, key);
                pairs.Add((key, value));
            }
        }

        return new SettingsNode.Map(Place(start.Start.Line), Place(start.Start.Column), pairs.ToImmutable());
    }

    private SettingsNode.Scalar Value(Scalar scalar)
    {
        var place = new SettingsNode.Scalar(Place(scalar.Start.Line), Place(scalar.Start.Column), scalar.Value, IsNull: false, FromEnvironment: false);
        if (scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null") return place with { IsNull = true };
        return variables.Replace(place, faults);
    }

    private static int Place(long number) => (int)Math.Clamp(number, 1, int.MaxValue);

    // The library puts the place in front, which we name ourselves.
    private static string Words(YamlException broken)
    {
        var message = (broken.InnerException ?? broken).Message;
        var end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return (end < 0 ? message : message[(end + 3)..]).ReplaceLineEndings(" ").TrimEnd('.');
    }
}
