namespace Mainstay.Core.Tests.Tidy;

/// <summary>The repository that these tests were built from, read once.</summary>
internal sealed class Repository
{
    private static readonly string[] Skipped = [".git", "artifacts", "node_modules", ".mainstay", "bin", "obj"];
    private static readonly Lazy<Repository> Opened = new(() => new Repository(FindRoot()));

    private Repository(string root) => Files = [.. Read(root, root).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static Repository Instance => Opened.Value;

    /// <summary>Every text file, sorted by path.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    public IEnumerable<SourceFile> Code => Files.Where(file => file.IsCode);

    public IEnumerable<SourceFile> Projects => Files.Where(file => file.IsProject);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mainstay.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No Mainstay.slnx above {AppContext.BaseDirectory}: the tidy tests read the sources that they were built from.");
    }

    private static IEnumerable<SourceFile> Read(string root, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (!Skipped.Contains(Path.GetFileName(file)) && ReadText(file) is { } text) yield return new SourceFile(Path.GetRelativePath(root, file).Replace('\\', '/'), text);
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Skipped.Contains(Path.GetFileName(inner)) || new DirectoryInfo(inner).LinkTarget is not null) continue;
            foreach (var file in Read(root, inner)) yield return file;
        }
    }

    /// <summary>Null for what is no text (pictures, archives) or no plain file (a link, the socket of a running server).</summary>
    private static string? ReadText(string file)
    {
        var info = new FileInfo(file);
        if (info.LinkTarget is not null || info.Length is 0 or > 4 << 20) return null;
        var text = File.ReadAllText(file);
        return text.Contains('\0') ? null : text;
    }
}
