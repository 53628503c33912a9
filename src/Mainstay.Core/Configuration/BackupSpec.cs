namespace Mainstay.Core.Configuration;

/// <summary>Where backups go and how many are kept.</summary>
public sealed record BackupSpec
{
    /// <summary>Full path of the folder, with a folder for each group in it; null for <c>backups</c> in the data directory.</summary>
    public string? Folder { get; init; }

    /// <summary>Backups of a group beyond that many are removed, the oldest first, after a new one was taken. Default 7; 1 to 10000.</summary>
    public int Keep { get; init; } = 7;
}
