using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>
/// Where the unix sockets of nodes are: in the data directory where their paths stay within what a socket's address can hold, else in a
/// short folder of the system's temporary one, to which <c>sockets</c> in the data directory is then a link, so that every later daemon,
/// whatever its environment, finds the same.
/// </summary>
public static unsafe class NodeSockets
{
    /// <summary>Bytes that a socket's path can have: sun_path of 108, less its end.</summary>
    public const int LongestPath = 107;

    // Group and node names are at most 63 characters.
    private const int LongestName = 63;

    private const uint FolderType = 0x4000;

    /// <summary>The unix socket of a node. Makes its folder, 0700 and ours.</summary>
    /// <exception cref="DataDirectoryException">The folder cannot be made, or belongs to another user.</exception>
    public static string PathFor(DataDirectory data, string node) => PathFor(data.Path, node, Path.GetTempPath());

    /// <summary>Where the daemon of a data directory listens for the one that takes over from it.</summary>
    /// <exception cref="DataDirectoryException">The folder cannot be made, or belongs to another user.</exception>
    internal static string PathForHandover(string data) => PathFor(data, DataDirectory.HandoverSocket, Path.GetTempPath());

    internal static string PathFor(string data, string node, string temporary)
    {
        var folder = Path.Combine(data, "sockets");
        try
        {
            if (Encoding.UTF8.GetByteCount(folder) + 1 + LongestName > LongestPath) folder = Short(data, folder, temporary);
            Directory.CreateDirectory(folder, DurableFile.FolderMode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The folder of the nodes' sockets, {folder}, cannot be made: {DiskFault.Describe(folder, e)}", e);
        }
        CheckOurs(folder);
        var path = Path.Combine(folder, node);
        var length = Encoding.UTF8.GetByteCount(path);
        return length <= LongestPath
            ? path
            : throw new DataDirectoryException($"The socket {path} would have a path of {length} bytes; the system allows {LongestPath}. Set TMPDIR to a shorter folder, or use a shorter --data.");
    }

    private static string Short(string data, string link, string temporary)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)).AsSpan(0, 8));
        var name = $"mainstay-{Libc.EffectiveUser()}-{hash}";
        if (new FileInfo(link).LinkTarget is { } known)
        {
            if (Path.GetFileName(known) == name) return known;
            File.Delete(link); // of a data directory that this one is a copy of
        }
        var folder = Path.Combine(temporary, name);
        Directory.CreateSymbolicLink(link, folder);
        return folder;
    }

    // Anyone can make a folder of that name in a temporary folder before us, and would own our sockets' names.
    private static void CheckOurs(string folder)
    {
        const int NoFollow = 0x100;
        const int CurrentFolder = -100;
        const uint TypeModeAndUser = 0x1 | 0x2 | 0x8;
        var stat = stackalloc byte[256]; // struct statx: user at 20, mode at 28
        var failed = Libc.StatX(CurrentFolder, folder, NoFollow, TypeModeAndUser, stat) != 0;
        var user = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(stat + 20, 4));
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(stat + 28, 2));
        if (failed || user != Libc.EffectiveUser() || (mode & 0xF000) != FolderType || (mode & 0x3F) != 0)
            throw new DataDirectoryException($"The folder of the nodes' sockets, {folder}, is not a folder of this user's alone. Remove it if it is not needed, or use a shorter --data.");
    }
}
