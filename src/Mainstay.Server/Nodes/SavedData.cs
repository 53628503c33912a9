using System.Globalization;
using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>
/// What was set aside of a node's data: entries <c>0001-label</c>, <c>0002-label</c> …, numbered so that their order does not hang on a
/// clock. The oldest beyond <see cref="Kept"/> are removed.
/// </summary>
internal static class SavedData
{
    /// <summary>How many entries a node has at most.</summary>
    public const int Kept = 3;

    private const int LongestLabel = 60;

    /// <summary>Names of the entries, oldest first.</summary>
    public static IReadOnlyList<string> Names(NodeFiles files) =>
        Directory.Exists(files.Saved)
            ? [.. Directory.EnumerateFileSystemEntries(files.Saved).Select(e => Path.GetFileName(e)).Where(n => Number(n) > 0).OrderBy(Number)]
            : [];

    /// <summary>
    /// Moves the whole data folder aside, in one rename, and makes an empty one. Returns the entry's name; null when there was no data.
    /// </summary>
    /// <exception cref="IOException">It could not be moved.</exception>
    public static string? SetAside(NodeFiles files, string label)
    {
        string? name = null;
        var isFile = File.Exists(files.Data);
        if (isFile || (Directory.Exists(files.Data) && Directory.EnumerateFileSystemEntries(files.Data).Any()))
        {
            name = Next(files, label);
            var place = Path.Combine(files.Saved, name);
            if (isFile) File.Move(files.Data, place);
            else Directory.Move(files.Data, place);
            DurableFile.SyncFolder(files.Folder);
            Prune(files);
        }
        Directory.CreateDirectory(files.Data, DurableFile.FolderMode);
        return name;
    }

    /// <summary>Makes an empty file for what is read from a live server. Returns its path.</summary>
    /// <exception cref="IOException">It could not be made.</exception>
    public static string NewFile(NodeFiles files, string label)
    {
        var path = Path.Combine(files.Saved, Next(files, label));
        new FileStream(path, DurableFile.Options(FileMode.CreateNew, FileAccess.Write)).Dispose();
        Prune(files);
        return path;
    }

    private static string Next(NodeFiles files, string label)
    {
        Directory.CreateDirectory(files.Saved, DurableFile.FolderMode);
        var names = Names(files);
        var plain = string.Concat(label.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-'));
        if (plain.Length > LongestLabel) plain = plain[..LongestLabel];
        return string.Create(CultureInfo.InvariantCulture, $"{(names.Count == 0 ? 0 : Number(names[^1])) + 1:0000}-{plain}");
    }

    private static void Prune(NodeFiles files)
    {
        var names = Names(files);
        foreach (var name in names.Take(names.Count - Kept))
        {
            var path = Path.Combine(files.Saved, name);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
    }

    private static int Number(string name) =>
        name.IndexOf('-') is > 0 and var dash && int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
