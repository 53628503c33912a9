using System.Text.Json;
using Mainstay.Protocol.Rdb;
using Mainstay.Server.Backups;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Backups;

public sealed class BackupSourceTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly byte[] _rdb = Whole([.. "REDIS0010"u8, 0xFA, 5, .. "ctime"u8, 0xC2, 0x10, 0x32, 0x54, 0x65, 0xFE, 0, 0xFB, 1, 0, 0, 1, (byte)'k', 1, (byte)'v', 0xFF]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_without_a_manifest_is_taken_by_its_own_checksum()
    {
        var source = await OpenAsync(Write("dump.rdb", _rdb));
        Assert.Null(source.Manifest);
        Assert.Contains($"{_rdb.Length} bytes, written 2023-11-15 02:50:56 UTC; no manifest is beside it, its own checksum is right", source.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_changed_byte_anywhere_is_seen()
    {
        for (var at = 9; at < _rdb.Length; at++)
        {
            byte[] changed = [.. _rdb];
            changed[at] ^= 1;
            var refused = await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Write("changed.rdb", changed)));
            Assert.Contains("changed.rdb cannot be restored: it ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_seen()
    {
        for (var length = 0; length < _rdb.Length; length++)
            await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Write("short.rdb", _rdb[..length])));
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_manifest_says_is_refused()
    {
        var path = Write("main-1.rdb", _rdb);
        var manifest = new BackupManifest(1, "main", "redis", null, 3, new string('a', 40), 12, "main-002", "replica", DateTimeOffset.UnixEpoch, "main-1.rdb", _rdb.Length, new string('b', 64));
        Write("main-1.json", JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
        Assert.Contains("is not what its manifest says", (await Assert.ThrowsAsync<BackupException>(() => OpenAsync(path))).Message, StringComparison.Ordinal);
        Assert.Contains("is not what its manifest says", (await Assert.ThrowsAsync<BackupException>(() => OpenAsync("main-1.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_what_to_do() =>
        Assert.Contains("name one of `backup --list`, or a full path", (await Assert.ThrowsAsync<BackupException>(() => OpenAsync("main-9.rdb"))).Message, StringComparison.Ordinal);

    private Task<BackupSource> OpenAsync(string file) => BackupSource.OpenAsync(file, new BackupFolder(_folder.Path, "main"), TestContext.Current.CancellationToken);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.Combine(name), bytes);
        return _folder.Combine(name);
    }

    private static byte[] Whole(byte[] content)
    {
        var sum = new RdbChecksum();
        sum.Add(content);
        return [.. content, .. BitConverter.GetBytes(sum.Value)];
    }
}
