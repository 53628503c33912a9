using System.Security.Cryptography;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Rdb;
using Mainstay.Server.Backups;
using Mainstay.Server.NodeClient;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;

namespace Mainstay.Server.Tests.Backups;

/// <summary>Against real servers: both forms in which a snapshot comes, and what is no snapshot.</summary>
public sealed class SnapshotReaderTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task A_snapshot_is_read_whole_and_found_whole(string diskless)
    {
        await using var server = await RedisServer.StartAsync(0, "--repl-diskless-sync", diskless, "--repl-diskless-sync-delay", "0");
        using var client = await RespClient.ConnectAsync(server.Port);
        var value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(900));
        for (var n = 0; n < 1000; n++) await client.CallAsync("SET", $"key-{n}", value + n);

        using var sum = new RdbSum();
        var file = _folder.Combine("snapshot.rdb");
        (string Id, long Offset) place;
        await using (var target = File.Create(file)) place = await new SnapshotReader(_ => null, TimeSpan.FromSeconds(20)).CopyAsync(Node(server.Port), sum, target, TestContext.Current.CancellationToken);
        var (preamble, sha256) = sum.End();
        Assert.Equal((place.Id, new FileInfo(file).Length), (preamble.ReplicationId, sum.Length));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))), sha256);
    }

    [Fact]
    public async Task Who_asks_for_a_password_is_not_read_without()
    {
        await using var server = await RedisServer.StartAsync(0, "--requirepass", "s3cret");
        using var sum = new RdbSum();
        var refused = await Assert.ThrowsAsync<NodeException>(() => new SnapshotReader(_ => new NodeLogin("default", "wrong"), TimeSpan.FromSeconds(5)).CopyAsync(Node(server.Port), sum, Stream.Null, TestContext.Current.CancellationToken));
        Assert.StartsWith("WRONGPASS", refused.Message, StringComparison.Ordinal);
        Assert.Throws<RdbFormatException>(() => sum.End());
    }

    [Fact]
    public async Task A_replica_without_its_primary_says_so()
    {
        await using var server = await RedisServer.StartAsync(0, "--replicaof", "127.0.0.1 1");
        using var sum = new RdbSum();
        var refused = await Assert.ThrowsAsync<NodeException>(() => new SnapshotReader(_ => null, TimeSpan.FromSeconds(5)).CopyAsync(Node(server.Port), sum, Stream.Null, TestContext.Current.CancellationToken));
        Assert.StartsWith("NOMASTERLINK", refused.Message, StringComparison.Ordinal);
    }

    private static NodeSpec Node(int port) => new() { Name = "main-001", Address = new NodeAddress("127.0.0.1", port), Managed = false };
}
