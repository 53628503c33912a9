using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mainstay.Core.Configuration;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>
/// How the daemon and the nodes of one data directory identify themselves to managed nodes. Made once, at random; a server that somebody
/// starts by hand in a node's place knows neither user, so no replica synchronises with it.
/// </summary>
/// <param name="ControlPassword">Of <see cref="ControlUser"/>: 256 random bits, 64 hex digits.</param>
/// <param name="ReplicationPassword">Of <see cref="ReplicationUser"/>: the same.</param>
public sealed record NodeCredentials(string ControlPassword, string ReplicationPassword)
{
    /// <summary>The user of all control connections; it may do everything.</summary>
    public const string ControlUser = "mainstay";

    /// <summary>The user by which replicas connect to their primary; it may do nothing else.</summary>
    public const string ReplicationUser = "mainstay-replica";

    /// <summary>The user by which endpoints ask a node who it is, before a client's own is used; it may do nothing else.</summary>
    public const string EndpointUser = "mainstay-endpoint";

    private const int PasswordBytes = 32;

    /// <summary>Reads those of a data directory, or makes them.</summary>
    /// <exception cref="DataDirectoryException">The file cannot be read or written, or is damaged.</exception>
    public static NodeCredentials LoadOrCreate(DataDirectory data)
    {
        var path = Path.Combine(data.Path, "credentials.json");
        try
        {
            if (File.Exists(path)) return Read(path);
            var made = new NodeCredentials(NewPassword(), NewPassword());
            DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(made, NodeJson.Default.NodeCredentials));
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"{path} cannot be used: {DiskFault.Describe(path, e)}", e);
        }
    }

    /// <summary>Of <see cref="EndpointUser"/>: made of the control user's, so that older files need no change.</summary>
    internal string EndpointPassword => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(ControlPassword), "endpoint"u8));

    /// <summary>As whom the nodes of a group with the account <paramref name="access"/> are used.</summary>
    internal NodeLogins Logins(NodeAccess? access) => new(new NodeLogin(ControlUser, ControlPassword), new NodeLogin(ReplicationUser, ReplicationPassword), access);

    /// <summary>What a configuration holds in the place of <paramref name="password"/>: its SHA-256, lower-case hex.</summary>
    public static string Hash(string password) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(password)));

    /// <summary>Says nothing: secrets don't reach a log by being printed.</summary>
    public override string ToString() => nameof(NodeCredentials);

    private static NodeCredentials Read(string path)
    {
        NodeCredentials? read = null;
        try
        {
            read = JsonSerializer.Deserialize(File.ReadAllBytes(path), NodeJson.Default.NodeCredentials);
        }
        catch (JsonException)
        {
            // Its message would quote the file.
        }
        if (read is not null && IsPassword(read.ControlPassword) && IsPassword(read.ReplicationPassword)) return read;
        throw new DataDirectoryException($"{path} is damaged. Restore it from a backup; or stop all data servers of this folder, remove the file and start again: a new one is made.");
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));

    private static bool IsPassword(string? text) => text is { Length: 2 * PasswordBytes } && text.All(char.IsAsciiHexDigitLower);
}
