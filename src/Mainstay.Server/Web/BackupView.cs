using Mainstay.Server.Backups;

namespace Mainstay.Server.Web;

/// <summary>One backup.</summary>
/// <param name="Path">Its RDB file on the daemon's host.</param>
/// <param name="Group">The group it is of.</param>
/// <param name="Engine"><c>redis</c> or <c>valkey</c>.</param>
/// <param name="EngineVersion">The server's version; null when it did not say.</param>
/// <param name="Term">The term in which it was taken.</param>
/// <param name="ReplicationId">The history it is of.</param>
/// <param name="Offset">Its place in that history.</param>
/// <param name="Node">The node it was read from.</param>
/// <param name="Role">What that node was.</param>
/// <param name="TakenAt">When, UTC, RFC 3339.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum.</param>
/// <param name="Reason">Why it was taken, where not for its own sake.</param>
public sealed record BackupView(
    string Path, string Group, string Engine, string? EngineVersion, ulong Term, string ReplicationId, long Offset, string Node, string Role, string TakenAt, long Bytes,
    string Sha256, string? Reason)
{
    internal static BackupView Of(GroupBackups backups, BackupManifest one) => new(
        backups.PathOf(one), one.Group, one.Engine, one.EngineVersion, one.Term, one.ReplicationId, one.Offset, one.Node, one.Role,
        FormattableString.Invariant($"{one.TakenAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"), one.Bytes, one.Sha256, one.Reason);
}
