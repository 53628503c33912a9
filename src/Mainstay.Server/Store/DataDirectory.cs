using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Store;

/// <summary>
/// The folder in which a daemon keeps all its state, held exclusively for as long as this object lives. Folders in it are 0700, files 0600.
/// <code>
/// FORMAT            version of this layout
/// lock              held by the running daemon; its process id
/// credentials.json  what the daemon and the nodes identify themselves with
/// store/            committed state, one file a group
/// nodes/            data, configuration, log and identity of the data servers
/// backups/          what `backup` took, one folder a group, unless the configuration names another place
/// sockets/          their unix sockets, where the path is short enough
/// </code>
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>The layout this version writes. It reads no newer one.</summary>
    public const int Format = 1;

    /// <summary>What its unix socket for handovers is called, beside those of the nodes. No node is called so.</summary>
    internal const string HandoverSocket = ".handover";

    private const string FormatFile = "FORMAT";
    private const string LockFile = "lock";

    // What may lie in a folder that is not ours yet: an interrupted first start, and the root of a file system of its own.
    private static readonly string[] Harmless = [LockFile, FormatFile + DurableFile.Unfinished, "lost+found"];

    private readonly DirectoryLock _lock;

    private DataDirectory(string path, DirectoryLock held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Full path, symbolic links resolved.</summary>
    public string Path { get; }

    /// <summary>Committed state, one file a group.</summary>
    public string Store => System.IO.Path.Combine(Path, "store");

    /// <summary>Data, configuration, log and identity of the data servers.</summary>
    public string Nodes => System.IO.Path.Combine(Path, "nodes");

    /// <summary>Opens a data directory, or makes a new one, and holds it.</summary>
    /// <param name="path">Relative paths are taken from the working directory.</param>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says why and what to do.</exception>
    public static DataDirectory Open(string path) => Open(path, null);

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="path">Relative paths are taken from the working directory.</param>
    /// <param name="given">The lock that another process holds and shares; null to take it.</param>
    internal static DataDirectory Open(string path, SafeFileHandle? given)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full, DurableFile.FolderMode);
            full = DurableFile.RealPath(full);
            RefuseForeign(full);
            var file = System.IO.Path.Combine(full, LockFile);
            var held = given is null ? DirectoryLock.Take(file, full, Advice(full)) : DirectoryLock.Share(given, file, full);
            try
            {
                CheckFormat(full);
                var data = new DataDirectory(full, held);
                Directory.CreateDirectory(data.Store, DurableFile.FolderMode);
                Directory.CreateDirectory(data.Nodes, DurableFile.FolderMode);
                return data;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException(
                $"The data directory {full} cannot be used: {DiskFault.Describe(full, e)} Or choose another one with --data.", e);
        }
    }

    /// <summary>Gives the directory free for another daemon.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Full path of a data directory that is there; null when there is none yet.</summary>
    internal static string? Find(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(System.IO.Path.Combine(full, FormatFile)) ? DurableFile.RealPath(full) : null;
    }

    /// <summary>The lock, for another process to share.</summary>
    internal SafeFileHandle Lock => _lock.File;

    /// <summary>Whether another process holds the directory together with this one, so that giving it free does not take it from that one.</summary>
    internal bool IsShared
    {
        get => _lock.IsShared;
        set => _lock.IsShared = value;
    }

    /// <summary>Holds it alone again, after another process had it meanwhile.</summary>
    internal void Reclaim()
    {
        _lock.IsShared = false;
        _lock.Sign();
    }

    private static string Advice(string path) => File.Exists(System.IO.Path.Combine(path, "sockets", HandoverSocket))
        ? "End that one first, take over from it with `mainstay serve --take-over`, or use another folder with --data."
        : "End that one first, or use another folder with --data.";

    // Writing our files into somebody's home or source folder by a mistyped --data would be hard to undo.
    private static void RefuseForeign(string path)
    {
        if (File.Exists(System.IO.Path.Combine(path, FormatFile))) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
        {
            var name = System.IO.Path.GetFileName(entry);
            if (Array.IndexOf(Harmless, name) < 0)
                throw new DataDirectoryException($"{path} is no data directory: it has no file {FormatFile}, and it is not empty (it holds {name}). Name an empty or a new folder with --data.");
        }
    }

    private static void CheckFormat(string path)
    {
        var file = System.IO.Path.Combine(path, FormatFile);
        if (!File.Exists(file))
        {
            DurableFile.Write(file, "1\n"u8);
            return;
        }
        var text = File.ReadAllText(file).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format) || format < 1)
            throw new DataDirectoryException($"{file} is damaged: it should hold the number of the layout ({Format}), and holds {Shorten(text)}. If nothing else in {path} was changed, write {Format} into it.");
        if (format > Format)
            throw new DataDirectoryException($"The data in {path} was written by a newer version of mainstay (layout {format}, this version knows up to {Format}). Use the newer version, or another folder with --data.");
    }

    private static string Shorten(string text) => text.Length == 0 ? "nothing" : text.Length <= 20 ? $"“{text}”" : $"“{text[..20]}…”";
}
