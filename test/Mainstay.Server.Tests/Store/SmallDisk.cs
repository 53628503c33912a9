using System.Runtime.InteropServices;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Store;

/// <summary>A file system of its own of a few hundred KiB. Mounting takes root.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const ulong NoSuidNoDev = 2 | 4;
    private const int Detach = 2;

    private readonly TempFolder _folder = TempFolder.Create();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Mounts one of <paramref name="size"/> bytes; null where that is not permitted.</summary>
    public static SmallDisk? TryMount(int size)
    {
        var disk = new SmallDisk();
        if (Mount("tmpfs", disk.Path, "tmpfs", NoSuidNoDev, $"size={size},mode=700") == 0) return disk;
        disk._folder.Dispose();
        return null;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var file = File.OpenHandle(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        for (var written = 0L; ; written += block.Length)
        {
            try
            {
                RandomAccess.Write(file, block, written);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        _ = Unmount(Path, Detach);
        _folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
