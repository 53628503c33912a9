using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Mainstay.Server.Store;

namespace Mainstay.Server.Backups;

/// <summary>The backups of one group on this host: two files each, 0600, in a folder 0700.</summary>
/// <param name="path">The folder; made when it is not there.</param>
/// <param name="group">Whose.</param>
internal sealed class BackupFolder(string path, string group)
{
    /// <summary>Why a backup was taken that nobody asked for: what it holds is about to be replaced.</summary>
    public const string BeforeRestore = "before-restore";

    /// <summary>So many of those are kept.</summary>
    private const int KeptBeforeRestore = 3;

    private const string Data = ".rdb";
    private const string Manifest = ".json";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>Makes the folder, removes what an interrupted backup left, and gives the path of a new file that does not count yet.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string Begin(DateTimeOffset now, ulong term, string? reason)
    {
        Directory.CreateDirectory(Path, DurableFile.FolderMode);
        foreach (var unfinished in Directory.EnumerateFiles(Path, "*" + DurableFile.Unfinished)) File.Delete(unfinished);
        foreach (var lone in Directory.EnumerateFiles(Path, $"{group}-*{Data}"))
            if (!File.Exists(System.IO.Path.ChangeExtension(lone, Manifest)) && IsOurs(lone)) File.Delete(lone);
        var name = string.Create(CultureInfo.InvariantCulture, $"{group}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-term{term}{(reason is null ? "" : "-" + reason)}");
        var candidate = System.IO.Path.Combine(Path, name + Data);
        for (var n = 2; File.Exists(candidate); n++) candidate = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{name}-{n}{Data}"));
        return candidate;
    }

    /// <summary>Makes a written file count: its name, then the manifest.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Complete(string file, BackupManifest manifest)
    {
        File.Move(file + DurableFile.Unfinished, file);
        DurableFile.Write(System.IO.Path.ChangeExtension(file, Manifest), JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
    }

    /// <summary>Whole backups, the newest first.</summary>
    public ImmutableArray<BackupManifest> List() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateFiles(Path, $"{group}-*{Manifest}")
            .Select(ReadManifest)
            .OfType<BackupManifest>()
            .Where(manifest => manifest.Group == group && File.Exists(System.IO.Path.Combine(Path, manifest.File)))
            .OrderByDescending(manifest => manifest.TakenAt),
    ];

    /// <summary>Removes the oldest beyond <paramref name="keep"/>; those taken before a restore are counted apart. Returns their names.</summary>
    public ImmutableArray<string> Prune(int keep)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        var all = List();
        foreach (var old in all.Where(one => one.Reason is null).Skip(keep).Concat(all.Where(one => one.Reason is not null).Skip(KeptBeforeRestore)))
        {
            // The manifest first: half a backup must not be taken for one.
            var file = System.IO.Path.Combine(Path, old.File);
            File.Delete(System.IO.Path.ChangeExtension(file, Manifest));
            File.Delete(file);
            removed.Add(old.File);
        }

        return removed.ToImmutable();
    }

    /// <summary>The manifest at <paramref name="file"/>; null when there is none that can be read.</summary>
    public static BackupManifest? ReadManifest(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), BackupJson.Default.BackupManifest) is { Format: 1, File: not null, Sha256: not null } manifest ? manifest : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private bool IsOurs(string file) => System.IO.Path.GetFileName(file).StartsWith($"{group}-2", StringComparison.Ordinal) && file.Contains("Z-term", StringComparison.Ordinal);
}
