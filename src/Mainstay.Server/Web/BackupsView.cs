using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>The backups of a group on this host.</summary>
/// <param name="Backups">The newest first.</param>
public sealed record BackupsView(ImmutableArray<BackupView> Backups);
