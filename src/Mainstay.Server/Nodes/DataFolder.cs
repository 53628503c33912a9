using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>A node's own folder before a start.</summary>
internal static class DataFolder
{
    private const int NoSpace = 28;
    private const string Probe = ".writable";

    /// <summary>Makes that of a node that never ran, and removes what an interrupted save left. Returns why the node's data is lost, or null.</summary>
    public static string? Prepare(NodeFiles files, bool hasRunBefore)
    {
        if (!Directory.Exists(files.Data))
        {
            if (hasRunBefore) return $"its data directory {files.Data} is gone";
            Directory.CreateDirectory(files.Data, DurableFile.FolderMode);
        }
        try
        {
            foreach (var unfinished in Directory.EnumerateFiles(files.Data, "temp-*.rdb")) File.Delete(unfinished);
            var probe = Path.Combine(files.Data, Probe);
            new FileStream(probe, DurableFile.Options(FileMode.Create, FileAccess.Write)).Dispose();
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk is no loss: the server still reads what it has.
            return e.HResult == NoSpace ? null : $"its data directory {files.Data} cannot be used: {DiskFault.Describe(files.Data, e)}";
        }
    }
}
