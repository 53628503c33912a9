namespace Mainstay.Server.Backups;

/// <summary>What a backup is of, as the file beside it says: <c>NAME.json</c> to <c>NAME.rdb</c>. Written last: a backup without one is not whole.</summary>
/// <param name="Format">The version of this shape: 1.</param>
/// <param name="Group">The group it was taken of.</param>
/// <param name="Engine"><c>redis</c> or <c>valkey</c>.</param>
/// <param name="EngineVersion">The server's version; null when it did not say.</param>
/// <param name="Term">The term in which it was taken.</param>
/// <param name="ReplicationId">The history it is of, 40 hex digits.</param>
/// <param name="Offset">Its place in that history: everything up to this byte is in it.</param>
/// <param name="Node">The node that it was read from.</param>
/// <param name="Role">What that node was: <c>replica</c> or <c>primary</c>.</param>
/// <param name="TakenAt">When, UTC.</param>
/// <param name="File">The RDB file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum, 64 hex digits.</param>
public sealed record BackupManifest(
    int Format, string Group, string Engine, string? EngineVersion, ulong Term, string ReplicationId, long Offset, string Node, string Role,
    DateTimeOffset TakenAt, string File, long Bytes, string Sha256)
{
    /// <summary>Why it was taken, where not for its own sake: <c>before-restore</c>.</summary>
    public string? Reason { get; init; }
}
