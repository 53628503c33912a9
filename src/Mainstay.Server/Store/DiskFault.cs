using System.Globalization;

namespace Mainstay.Server.Store;

/// <summary>Why a file cannot be read or written, and what to do, in one or two sentences for people.</summary>
internal static class DiskFault
{
    private const int NotPermitted = 1;
    private const int InputOutput = 5;
    private const int AccessDenied = 13;
    private const int FileTooBig = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>Describes <paramref name="fault"/>, which happened at <paramref name="path"/>.</summary>
    public static string Describe(string path, Exception fault)
    {
        if (fault is UnauthorizedAccessException) return $"user {Environment.UserName} may not write there. Give that user the folder, or start as its owner.";
        return fault.HResult switch
        {
            NoSpace => $"the disk is full ({Free(path)} free). Free some space there.",
            QuotaExceeded => $"the user's disk quota is used up ({Free(path)} free). Free some space there, or raise the quota.",
            FileTooBig => "the process may not write files of that size. Raise its limit (ulimit -f).",
            ReadOnlyFileSystem => "the file system is read-only. Mount it writable; after a disk error, look into the kernel's log first.",
            InputOutput => "the disk reports an error. Look into the kernel's log, and replace the disk.",
            AccessDenied or NotPermitted => $"user {Environment.UserName} may not write there. Give that user the folder, or start as its owner.",
            _ => fault.Message.TrimEnd('.') + ".",
        };
    }

    private static string Free(string path)
    {
        try
        {
            var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
            return string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo(folder).AvailableFreeSpace} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "unknown space";
        }
    }
}
