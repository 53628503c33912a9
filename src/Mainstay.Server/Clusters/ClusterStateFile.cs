using System.Text.Json;
using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Clusters;

/// <summary>
/// The file in which a cluster's state outlives the daemon. It serves continuity only: a daemon that cannot read it begins with a version by the
/// clock, and empties every node, since others may have changed meanwhile what it has.
/// </summary>
internal sealed partial class ClusterStateFile(string path, ILogger logger)
{
    /// <summary>The layout this version writes. It reads no newer one.</summary>
    private const int Format = 1;

    private bool _failing;

    /// <summary>What a former daemon wrote; null where none did.</summary>
    /// <exception cref="DataDirectoryException">It cannot be read, or was written by a newer version.</exception>
    public ClusterState? Read(ClusterSpec spec)
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(path)) return null;
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"{path} cannot be read: {DiskFault.Describe(path, e)}", e);
        }

        try
        {
            using (var document = JsonDocument.Parse(bytes))
                if (document.RootElement.TryGetProperty("format", out var format) && format.TryGetInt32(out var number) && number > Format)
                    throw new DataDirectoryException($"{path} was written by a newer version of mainstay (layout {number}, this version knows up to {Format}). Use the newer version, or remove the file.");
            if (JsonSerializer.Deserialize(bytes, ClusterStateJson.Default.ClusterStateDocument)?.State is { Nodes.IsDefault: false, Listed.IsDefault: false } state) return state;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told below.
        }

        Log.Damaged(logger, spec.Name, path);
        return ClusterState.Lost(spec);
    }

    /// <summary>
    /// Writes a state. Where that fails, it is told, and the file is emptied, which a full disk allows: what it says is not true any more, and a daemon that
    /// believed it would let nodes serve what is out of date.
    /// </summary>
    public void Write(ClusterState state)
    {
        try
        {
            DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new ClusterStateDocument(Format, state), ClusterStateJson.Default.ClusterStateDocument));
            if (_failing) Log.WrittenAgain(logger, path);
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing) Log.NotWritten(logger, path, DiskFault.Describe(path, e));
            _failing = true;
            Empty();
        }
    }

    private void Empty()
    {
        try
        {
            if (!File.Exists(path)) return;
            using var file = new FileStream(path, DurableFile.Options(FileMode.Open, FileAccess.Write));
            file.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotEmptied(logger, path, DiskFault.Describe(path, e));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning,
            "{Cluster}: {Path} is damaged: which nodes served is not known. The version begins by the clock, and every node is emptied before it serves",
            EventName = "cluster-state-damaged")]
        public static partial void Damaged(ILogger logger, string cluster, string path);

        [LoggerMessage(22, LogLevel.Error, "{Path} cannot be written: {Why} The cluster goes on; until it can be written, a restart of this daemon empties every node", EventName = "cluster-state-not-written")]
        public static partial void NotWritten(ILogger logger, string path, string why);

        [LoggerMessage(23, LogLevel.Information, "{Path} is written again", EventName = "cluster-state-written")]
        public static partial void WrittenAgain(ILogger logger, string path);

        [LoggerMessage(24, LogLevel.Error, "{Path} says what is not true any more, and cannot be emptied: {Why} Remove it before this daemon is started again", EventName = "cluster-state-not-emptied")]
        public static partial void NotEmptied(ILogger logger, string path, string why);
    }
}
