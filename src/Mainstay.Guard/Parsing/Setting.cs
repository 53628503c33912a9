using System.Collections.Immutable;
using Mainstay.Guard.Text;

namespace Mainstay.Guard.Parsing;

/// <summary>
/// One value that a file sets. Every parser gives a file's values in this shape, in the order in which they stand there, so that what they mean is
/// told in one way for all syntaxes.
/// </summary>
public sealed record Setting
{
    /// <summary>
    /// By which names it is reached, from the outermost: keys of maps, <c>[0]</c> for the first of a list, sections, block types and labels, elements and
    /// <c>@attributes</c>; in source code the names assigned to, keys, named arguments, and <c>name()</c> for a call, with <c>[0]</c> for its first positional argument.
    /// Dotted keys of properties files are split. Never empty.
    /// </summary>
    public required ImmutableArray<string> Path { get; init; }

    /// <summary>What it is set to. Of an <see cref="SettingForm.Expression"/> the expression as it is written.</summary>
    public required WrittenText Value { get; init; }

    /// <summary>In which form.</summary>
    public SettingForm Form { get; init; }

    /// <summary>Where its name is written; an empty span at the value where it has none.</summary>
    public TextSpan Key { get; init; }

    /// <summary>The environment variable in whose absence a <see cref="SettingForm.Fallback"/> applies; null when it is another form or cannot be told.</summary>
    public string? Environment { get; init; }

    /// <summary>Which document of the file, from 0: a YAML file may hold several.</summary>
    public int Document { get; init; }

    /// <summary>The last of <see cref="Path"/> that is a name and no place in a list; empty when there is none.</summary>
    public string Name => Path.LastOrDefault(part => !part.StartsWith('[')) ?? "";

    /// <summary>Whether it lies in what <paramref name="path"/> leads to, or is it.</summary>
    public bool IsIn(ReadOnlySpan<string> path) => Path.Length >= path.Length && Path.AsSpan(0, path.Length).SequenceEqual(path);

    /// <summary>Its names alone: values may be secret.</summary>
    public override string ToString() => string.Join('/', Path);
}
