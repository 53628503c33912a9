using System.Globalization;
using System.Net;
using Mainstay.Server.Nodes.Processes;

namespace Mainstay.Server.Nodes;

/// <summary>Who listens on a TCP or UDP port of this host.</summary>
/// <param name="Port">The port.</param>
/// <param name="ProcessId">The process; null where it is another user's and we may not look.</param>
/// <param name="Command">How that process was started; null when it is not known.</param>
/// <param name="UserId">Whose it is.</param>
public sealed record PortOwner(int Port, int? ProcessId, string? Command, int UserId)
{
    private const string Listening = "0A";
    private const string Unconnected = "07";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>
    /// Who listens where <paramref name="host"/>:<paramref name="port"/> could not be bound for that: on this address or on all. Null when nobody
    /// does. A <paramref name="host"/> that is no IP address, or null, means any address. Null, too, where there is no <c>/proc</c>.
    /// </summary>
    public static PortOwner? Find(int port, string? host = null) => Find(Tables, Listening, port, host);

    /// <summary>The same of a UDP port.</summary>
    public static PortOwner? FindDatagram(int port, string? host = null) => Find(["/proc/net/udp", "/proc/net/udp6"], Unconnected, port, host);

    private static PortOwner? Find(string[] tables, string state, int port, string? host)
    {
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        foreach (var table in tables)
            foreach (var line in ReadLines(table))
                if (ParseListener(line, state) is { } listener && listener.Address.Port == port && Collides(listener.Address.Address, address))
                    return Of(port, listener.UserId, listener.Inode);
        return null;
    }

    /// <summary>The TCP ports that a process of ours listens on; empty when it listens on none, or has ended.</summary>
    public static IReadOnlyList<int> PortsOf(int processId)
    {
        var sockets = SocketsOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd"));
        return [.. Tables.SelectMany(ReadLines).Select(line => ParseListener(line)).OfType<(IPEndPoint Address, int UserId, string Inode)>().Where(listener => sockets.Contains($"socket:[{listener.Inode}]")).Select(listener => listener.Address.Port)];
    }

    /// <summary>For people: <c>process 123 (redis-server 127.0.0.1:6411)</c>.</summary>
    public string Describe() => ProcessId is { } pid ? $"process {pid} ({Command})" : $"a process of user {UserId}";

    /// <summary>One line of <c>/proc/net/tcp</c> or <c>tcp6</c> (proc(5)): addresses as words in the order of this machine; null when it is no listener.</summary>
    internal static (IPEndPoint Address, int UserId, string Inode)? ParseListener(string line, string state = Listening)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || fields[3] != state) return null;
        var local = fields[1].Split(':');
        if (local.Length != 2 || local[0].Length is not (8 or 32)) return null;
        var bytes = new byte[local[0].Length / 2];
        for (var word = 0; word < bytes.Length; word += 4)
            if (!BitConverter.TryWriteBytes(bytes.AsSpan(word), uint.Parse(local[0].AsSpan(word * 2, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture))) return null;
        var port = int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (new IPEndPoint(new IPAddress(bytes), port), int.Parse(fields[7], CultureInfo.InvariantCulture), fields[9]);
    }

    private static bool Collides(IPAddress taken, IPAddress? wanted) =>
        wanted is null || IsAny(wanted) || IsAny(taken) || Plain(taken).Equals(Plain(wanted));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static PortOwner Of(int port, int user, string inode)
    {
        var socket = $"socket:[{inode}]";
        foreach (var folder in Folders("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (SocketsOf(Path.Combine(folder, "fd")).Contains(socket)) return new PortOwner(port, pid, CommandLine.Describe(pid), user);
        }
        return new PortOwner(port, null, null, user);
    }

    private static HashSet<string> SocketsOf(string descriptors)
    {
        try
        {
            return [.. new DirectoryInfo(descriptors).EnumerateFileSystemInfos().Select(file => file.LinkTarget).OfType<string>().Where(target => target.StartsWith("socket:", StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // another user's, or it ended meanwhile
        }
    }

    private static string[] Folders(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
