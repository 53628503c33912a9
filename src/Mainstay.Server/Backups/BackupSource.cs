using Mainstay.Protocol.Rdb;
using Mainstay.Server.Store;

namespace Mainstay.Server.Backups;

/// <summary>An RDB file that is to be restored, read through once and found whole.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Preamble">What it says of itself.</param>
/// <param name="Manifest">What the file beside it says; null when there is none.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record BackupSource(string Path, RdbPreamble Preamble, BackupManifest? Manifest, long Bytes)
{
    /// <summary>Finds and checks <paramref name="file"/>: a backup's name in <paramref name="folder"/>, or a path; the manifest's will do.</summary>
    /// <exception cref="BackupException">There is none, it cannot be read, or it is not whole.</exception>
    public static async Task<BackupSource> OpenAsync(string file, BackupFolder folder, CancellationToken cancellationToken)
    {
        var named = System.IO.Path.ChangeExtension(file, ".rdb") is var rdb && file.EndsWith(".json", StringComparison.Ordinal) ? rdb : file;
        var path = System.IO.Path.IsPathRooted(named) ? named : System.IO.Path.Combine(folder.Path, named);
        if (!File.Exists(path)) throw new BackupException($"there is no file {path} that the daemon can see; name one of `backup --list`, or a full path");
        try
        {
            await using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
            using var sum = new RdbSum();
            var block = new byte[256 << 10];
            for (int count; (count = await stream.ReadAsync(block, cancellationToken)) > 0;) sum.Add(block.AsSpan(0, count));
            var (preamble, sha256) = sum.End();
            var manifest = BackupFolder.ReadManifest(System.IO.Path.ChangeExtension(path, ".json"));
            if (manifest is not null && (manifest.Bytes != sum.Length || manifest.Sha256 != sha256))
                throw new BackupException($"{path} is not what its manifest says: {sum.Length} bytes with SHA-256 {sha256}, expected {manifest.Bytes} with {manifest.Sha256}");
            return new BackupSource(path, preamble, manifest, sum.Length);
        }
        catch (RdbFormatException e)
        {
            throw new BackupException($"{path} cannot be restored: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path} cannot be read: {DiskFault.Describe(path, e)}", e);
        }
    }

    /// <summary>In one line, for people.</summary>
    public string Describe() => Manifest is { } manifest
        ? FormattableString.Invariant($"{System.IO.Path.GetFileName(Path)}: {Bytes} bytes of {manifest.Group}, taken {manifest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC from {manifest.Node} in term {manifest.Term} at offset {manifest.Offset}; its checksum is right")
        : FormattableString.Invariant($"{Path}: {Bytes} bytes{(Preamble.WrittenAt is { } at and < 253_402_300_800 ? $", written {DateTimeOffset.FromUnixTimeSeconds(at).UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "")}{(Preamble.ServerVersion is { } version ? $" by a server of version {version}" : "")}; no manifest is beside it, its own checksum is right");
}
