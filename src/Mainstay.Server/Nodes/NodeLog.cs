using System.Text;
using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>A node's log: one former one is kept, its size is bounded, and its last lines explain why a start failed.</summary>
internal static class NodeLog
{
    /// <summary>A log that grows beyond this, in bytes, becomes the former one.</summary>
    public const long Longest = 16 << 20;

    private const int TailBytes = 16 << 10;
    private const int TailLines = 8;
    private const int LineLength = 300;

    /// <summary>What Redis and Valkey print after their checker looked at a data file that they could not load.</summary>
    private const string DamagedData = "--- RDB ERROR DETECTED ---";

    /// <summary>Makes place for a new log.</summary>
    public static void Rotate(NodeFiles files)
    {
        if (File.Exists(files.Log)) File.Move(files.Log, files.FormerLog, overwrite: true);
    }

    /// <summary>
    /// Cuts a log that grew too long, while its server goes on writing at its end (it was opened for appending). What is written between copy and
    /// cut is lost.
    /// </summary>
    /// <exception cref="IOException">It could not be copied or cut.</exception>
    public static void Limit(NodeFiles files)
    {
        if (!File.Exists(files.Log) || new FileInfo(files.Log).Length <= Longest) return;
        File.Copy(files.Log, files.FormerLog, overwrite: true);
        using var log = new FileStream(files.Log, DurableFile.Options(FileMode.Open, FileAccess.Write));
        log.SetLength(0);
    }

    /// <summary>The last lines, joined by " | "; "its log is empty" when there are none.</summary>
    public static string LastLines(string path)
    {
        var lines = Tail(path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "its log is empty" : string.Join(" | ", lines.TakeLast(TailLines).Select(l => l.Length > LineLength ? l[..LineLength] + "…" : l));
    }

    /// <summary>Whether the server ended because its data file is damaged.</summary>
    public static bool TellsDamagedData(string path) => Tail(path).Contains(DamagedData, StringComparison.Ordinal);

    private static string Tail(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            var bytes = new byte[Math.Min(length, TailBytes)];
            var read = RandomAccess.Read(file, bytes, length - bytes.Length);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
