using Mainstay.Server.Backups;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Backups;

public sealed class BackupFolderTests : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 25, 5, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = TempFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_oldest_beyond_what_is_kept_go_and_those_before_a_restore_are_counted_apart()
    {
        var backups = new BackupFolder(_folder.Path, "main");
        for (var n = 0; n < 5; n++) Take(backups, Morning.AddHours(n), null);
        for (var n = 0; n < 5; n++) Take(backups, Morning.AddMinutes(n), BackupFolder.BeforeRestore);
        backups.Prune(2);
        Assert.Equal(
            ["main-20260325T090000Z-term3.rdb", "main-20260325T080000Z-term3.rdb", "main-20260325T050400Z-term3-before-restore.rdb", "main-20260325T050300Z-term3-before-restore.rdb", "main-20260325T050200Z-term3-before-restore.rdb"],
            backups.List().Select(one => one.File));
        Assert.Equal(10, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void What_was_interrupted_does_not_count_and_is_removed_by_the_next()
    {
        var backups = new BackupFolder(_folder.Path, "main");
        File.WriteAllText(_folder.Combine("main-20260325T040000Z-term3.rdb.new"), "half");
        File.WriteAllText(_folder.Combine("main-20260325T030000Z-term3.rdb"), "without a manifest");
        File.WriteAllText(_folder.Combine("main-notes.rdb"), "somebody else's");
        Assert.Empty(backups.List());
        Take(backups, Morning, null);
        Assert.Equal(["main-20260325T050000Z-term3.json", "main-20260325T050000Z-term3.rdb", "main-notes.rdb"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_in_one_second_have_names_of_their_own()
    {
        var backups = new BackupFolder(_folder.Path, "main");
        Take(backups, Morning, null);
        Take(backups, Morning, null);
        Assert.Equal(["main-20260325T050000Z-term3-2.rdb", "main-20260325T050000Z-term3.rdb"], backups.List().Select(one => one.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_are_for_their_owner_alone()
    {
        var backups = new BackupFolder(_folder.Combine("deep", "er"), "main");
        Take(backups, Morning, null);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(backups.Path, "*.json").Single()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(backups.Path));
    }

    private static void Take(BackupFolder backups, DateTimeOffset at, string? reason)
    {
        var file = backups.Begin(at, 3, reason);
        File.WriteAllText(file + ".new", "REDIS");
        BackupFolder.Complete(file, new BackupManifest(1, "main", "redis", "7.0.15", 3, new string('a', 40), 12, "main-002", "replica", at, Path.GetFileName(file), 5, new string('b', 64)) { Reason = reason });
    }
}
