using System.Collections.Immutable;

namespace Mainstay.Server.Settings;

/// <summary>One node of a YAML file with its place.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal abstract record SettingsNode(int Line, int Column)
{
    /// <summary>What it is, for people.</summary>
    public abstract string Kind { get; }

    /// <summary>A single value.</summary>
    /// <param name="Line">Line, from 1.</param>
    /// <param name="Column">Column, from 1.</param>
    /// <param name="Text">The value with variables replaced.</param>
    /// <param name="IsNull">Nothing was written: <c>key:</c>, <c>~</c> or <c>null</c>.</param>
    /// <param name="FromEnvironment">Part of it came from a variable, and may be a secret.</param>
    public sealed record Scalar(int Line, int Column, string Text, bool IsNull, bool FromEnvironment) : SettingsNode(Line, Column)
    {
        /// <inheritdoc/>
        public override string Kind => IsNull ? "nothing" : "a value";

        /// <summary>As a message may show it.</summary>
        public string Shown => FromEnvironment ? "the value of a variable" : $"'{(Text.Length > 60 ? Text[..60] + "…" : Text)}'";
    }

    /// <summary>Keys and values, in the order of the file.</summary>
    public sealed record Map(int Line, int Column, ImmutableArray<(Scalar Key, SettingsNode Value)> Pairs) : SettingsNode(Line, Column)
    {
        /// <inheritdoc/>
        public override string Kind => "a map of keys";
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(int Line, int Column, ImmutableArray<SettingsNode> Items) : SettingsNode(Line, Column)
    {
        /// <inheritdoc/>
        public override string Kind => "a list";
    }
}
