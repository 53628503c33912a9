namespace Mainstay.Core.Tests.Tidy;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes: <c>src/Mainstay.Core/Instant.cs</c>.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The text with comments and the insides of strings blanked; every line keeps its number.</summary>
    public string Code => _code ??= CodeText.Of(Text);

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Folders of the path without the file: <c>src, Mainstay.Core</c>.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    /// <summary>The project it belongs to (the second folder: <c>Mainstay.Core</c>), or null for a file that belongs to none.</summary>
    public string? Project => Folders is [_, var project, ..] && project.StartsWith("Mainstay.", StringComparison.Ordinal) ? project : null;

    /// <summary>The folder directly below the project, which is the feature; null at the project's root.</summary>
    public string? Feature => Project is not null && Folders.Length > 2 ? Folders[2] : null;

    /// <summary>What stands in for other people's projects is looked at by the guard's tests, and is no code of ours.</summary>
    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal) && !IsUnder("test/Mainstay.Guard.Tests/Blind") && !IsUnder("test/Mainstay.Guard.Tests/Corpus");

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public int LineCount => Text.Length == 0 ? 0 : Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    /// <summary>The line, from 1, at which a position of <see cref="Text"/> or <see cref="Code"/> lies.</summary>
    public int LineAt(int position) => Text.AsSpan(0, position).Count('\n') + 1;
}
