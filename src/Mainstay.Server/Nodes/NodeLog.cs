using System.Text;

namespace Mainstay.Server.Nodes;

/// <summary>A node's log: one former one is kept at each start, and its last lines explain why a start failed.</summary>
internal static class NodeLog
{
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
