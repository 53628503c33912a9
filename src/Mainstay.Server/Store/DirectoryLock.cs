using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Store;

/// <summary>
/// An exclusive lock on a file (flock), which ends with its process however that ends. The file holds the holder's process id for
/// those who come second; the lock alone decides.
/// </summary>
internal sealed partial class DirectoryLock : IDisposable
{
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Unlock = 8;
    private const int SignLength = 16;
    private const int ReadWriteCloseOnExec = 2 | 0x80000;
    private const int ReadWriteCloseOnExecElsewhere = 2 | 0x1000000;

    private readonly SafeFileHandle _file;

    private DirectoryLock(SafeFileHandle file) => _file = file;

    /// <summary>
    /// Whether another process has it, too: the lock belongs to the open file, which two processes can share, and one of them must not take it from
    /// the other.
    /// </summary>
    public bool IsShared { get; set; }

    /// <summary>The open file, for another process to share.</summary>
    public SafeFileHandle File => _file;

    /// <summary>Shares the lock that another process holds.</summary>
    /// <exception cref="DataDirectoryException">It is no lock of this directory.</exception>
    public static DirectoryLock Share(SafeFileHandle given, string file, string directory)
    {
        var name = new FileInfo($"/proc/self/fd/{(int)given.DangerousGetHandle()}").LinkTarget;
        if (name != file || Lock(given, Exclusive | NonBlocking) != 0)
            throw new DataDirectoryException($"What was handed over is not the lock of the data directory {directory}.");
        Sign(given);
        return new DirectoryLock(given) { IsShared = true };
    }

    /// <summary>Says in the file that this process holds it, after another had it meanwhile.</summary>
    public void Sign() => Sign(_file);

    /// <summary>Takes the lock at once or not at all.</summary>
    /// <exception cref="DataDirectoryException">Another process holds it.</exception>
    /// <param name="file">The lock's.</param>
    /// <param name="directory">What it is the lock of, for messages.</param>
    /// <param name="advice">What people can do when another process holds it.</param>
    public static DirectoryLock Take(string file, string directory, string advice)
    {
        var handle = Open(file);
        try
        {
            if (Lock(handle, Exclusive | NonBlocking) != 0)
                throw new DataDirectoryException($"The data directory {directory} is in use by {Holder(handle)}. {advice}");
            Sign(handle);
            return new DirectoryLock(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    // The runtime's own open takes a shared lock and fails where ours should tell who holds it; so it only makes the file.
    private static SafeFileHandle Open(string file)
    {
        if (!System.IO.File.Exists(file)) new FileStream(file, DurableFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite)).Dispose();
        var handle = new SafeFileHandle(Open(file, OperatingSystem.IsLinux() ? ReadWriteCloseOnExec : ReadWriteCloseOnExecElsewhere), ownsHandle: true);
        if (!handle.IsInvalid) return handle;
        var error = Marshal.GetLastPInvokeError();
        throw new IOException($"open {file}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    /// <summary>Gives it back, and not only by closing it: a process that is being started just now has the file open, too, until it has become its program.</summary>
    public void Dispose()
    {
        if (!IsShared) _ = Lock(_file, Unlock);
        _file.Dispose();
    }

    // Always of one length and in place, and not essential: a full disk must not keep a daemon from coming back.
    private static void Sign(SafeFileHandle file)
    {
        try
        {
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture).PadRight(SignLength - 1) + "\n"), 0);
        }
        catch (IOException)
        {
        }
    }

    private static string Holder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[SignLength];
        var pid = Encoding.ASCII.GetString(text[..RandomAccess.Read(file, text, 0)]).Trim();
        if (pid.Length == 0) return "another daemon";
        try
        {
            var command = System.IO.File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
            return $"process {pid} ({(command.Length > 80 ? command[..80] + "…" : command)})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"process {pid}";
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
