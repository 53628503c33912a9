using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Store;

/// <summary>Files that are whole and on the disk when a call returns, and readable by their owner only.</summary>
internal static partial class DurableFile
{
    /// <summary>What a file under way is called: its name and this. It never counts and is overwritten by the next attempt.</summary>
    public const string Unfinished = ".new";

    /// <summary>0700.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>0600.</summary>
    public const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC on Linux (x64)
    private const int ReadOnlyDirectoryArm = 0x4000 | 0x80000; // O_DIRECTORY has another value on arm64

    /// <summary>How files are opened here: no sharing lock of the runtime's, no buffer, 0600 when new.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access) => new()
    {
        Mode = mode,
        Access = access,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = mode is FileMode.Open or FileMode.Truncate ? null : FileMode600,
    };

    /// <summary>Writes a file whole: at any moment, also after a crash, it has its former or its new content.</summary>
    /// <exception cref="IOException">It could not be written (full disk, say); the former file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + Unfinished;
        try
        {
            using (var stream = new FileStream(unfinished, Options(FileMode.Create, FileAccess.Write)))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            TryDelete(unfinished);
            throw;
        }
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes names in a folder durable (fsync of the folder): a rename or a new file otherwise may be forgotten.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var flags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ReadOnlyDirectoryArm : ReadOnlyDirectory;
        using var handle = new SafeFileHandle(Open(folder, flags), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0) throw Failed($"sync {folder}");
    }

    /// <summary>Puts a file's content on the disk; its length must not have changed.</summary>
    public static void SyncData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file);
        else if (SyncDataOnly(file) != 0) throw Failed("fdatasync");
    }

    /// <summary>The path with symbolic links resolved, so that one folder has one name.</summary>
    public static string RealPath(string path)
    {
        var resolved = Resolve(path, 0);
        if (resolved == 0) throw Failed($"realpath {path}");
        try
        {
            return Marshal.PtrToStringUTF8(resolved)!;
        }
        finally
        {
            Free(resolved);
        }
    }

    private static IOException Failed(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // The next attempt overwrites it.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncDataOnly(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}
