using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Protocol.Rdb;
using Mainstay.Server.Control;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;

namespace Mainstay.Server.Backups;

/// <summary>Takes backups of one group and puts one in the place of its data. One of either at a time.</summary>
public sealed class GroupBackups
{
    /// <summary>A server that sends nothing for so long has stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly GroupSpec _spec;
    private readonly IGroupController _controller;
    private readonly BackupFolder _folder;
    private readonly int _keep;
    private readonly SnapshotReader _reader;
    private readonly PresentData _present;
    private readonly TimeProvider _time;
    private int _busy;

    /// <param name="spec">The group.</param>
    /// <param name="controller">Who decides for it.</param>
    /// <param name="credentials">As whom managed nodes are read.</param>
    /// <param name="folder">Where they go; made when the first is taken.</param>
    /// <param name="keep">How many are kept.</param>
    /// <param name="time">Whose clock.</param>
    public GroupBackups(GroupSpec spec, IGroupController controller, NodeCredentials credentials, string folder, int keep, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(credentials);
        (_spec, _controller, _time, _keep) = (spec, controller, time, keep);
        _folder = new BackupFolder(folder, spec.Name);
        var logins = credentials.Logins(spec.Access);
        var tls = NodeTls.Of(spec.NodeTls, time);
        _reader = new SnapshotReader(logins.Replication, Patience, tls);
        _present = new PresentData(new NodeDialer(logins.Control, tls));
    }

    /// <summary>Whole backups of the group, the newest first.</summary>
    public ImmutableArray<BackupManifest> List() => _folder.List();

    /// <summary>The path of a backup's RDB file.</summary>
    public string PathOf(BackupManifest backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return Path.Combine(_folder.Path, backup.File);
    }

    /// <summary>Takes a backup, from the most advanced replica where there is one, and removes the oldest beyond what is to be kept.</summary>
    /// <exception cref="BackupException">It could not be taken; nothing is left of it.</exception>
    public Task<BackupManifest> TakeAsync(CancellationToken cancellationToken) => AloneAsync(() => TakeAsync(null, cancellationToken));

    /// <summary>What would be replaced by <paramref name="file"/>, and how.</summary>
    /// <exception cref="BackupException">The file cannot be used.</exception>
    public async Task<OperatorReply> PlanAsync(string file, string? to, bool keepPresent, CancellationToken cancellationToken)
    {
        var source = await BackupSource.OpenAsync(file, _folder, cancellationToken);
        return await PlanAsync(source, to, keepPresent, cancellationToken);
    }

    /// <summary>Keeps the present data as a backup unless told otherwise, and puts <paramref name="file"/> in their place.</summary>
    /// <exception cref="BackupException">The file cannot be used, or the present data could not be kept.</exception>
    public Task<OperatorReply> RestoreAsync(string file, string? to, bool keepPresent, CancellationToken cancellationToken) => AloneAsync(async () =>
    {
        // 1. Nothing is begun that would fail for a reason that can be known now.
        var source = await BackupSource.OpenAsync(file, _folder, cancellationToken);
        var plan = await PlanAsync(source, to, keepPresent, cancellationToken);
        if (!plan.Accepted) return plan;

        // 2. What is there now.
        var kept = keepPresent && _controller.Status.Topology.Primary is not null ? await TakeAsync(BackupFolder.BeforeRestore, cancellationToken) : null;

        // 3. The machine's business.
        var reply = await _controller.AskAsync(new OperatorRequest.Restore(source.Path, to, DryRun: false), cancellationToken);
        return kept is null ? reply : reply with { Steps = [.. reply.Steps, $"what was there before is kept as {kept.File}"] };
    });

    private async Task<OperatorReply> PlanAsync(BackupSource source, string? to, bool keepPresent, CancellationToken cancellationToken)
    {
        var plan = await _controller.AskAsync(new OperatorRequest.Restore(source.Path, to, DryRun: true), cancellationToken);
        if (!plan.Accepted) return plan;
        var topology = _controller.Status.Topology;
        return plan with
        {
            Steps =
            [
                $"take {source.Describe()}",
                $"replace all data of {_spec.Name}: {await _present.DescribeAsync(topology, topology.Primary is { } primary ? Member(primary.Node) : null, cancellationToken)}",
                keepPresent && topology.Primary is not null ? $"keep these first, as a backup in {_folder.Path}; what is written after that is gone" : "keep nothing of them",
                .. plan.Steps,
            ],
        };
    }

    private async Task<BackupManifest> TakeAsync(string? reason, CancellationToken cancellationToken)
    {
        var topology = _controller.Status.Topology;
        if (topology.Primary is not { } primary) throw new BackupException($"{_spec.Name} has no primary: what its nodes hold may be incomplete. Wait until it has one, or see `status`");
        var source = Source(topology, primary);
        string? unfinished = null;
        try
        {
            // 1. The data, under a name that does not count.
            var now = _time.GetUtcNow();
            var file = _folder.Begin(now, topology.Term, reason);
            unfinished = file + DurableFile.Unfinished;
            using var sum = new RdbSum();
            (string Id, long Offset) place;
            await using (var target = new FileStream(unfinished, DurableFile.Options(FileMode.Create, FileAccess.Write)))
            {
                place = await _reader.CopyAsync(Member(source.Name), sum, target, cancellationToken);
                target.Flush(flushToDisk: true);
            }

            // 2. Whole, and of the history that is published.
            var (preamble, sha256) = sum.End();
            if (place.Id != primary.ReplicationId && _controller.Status.Topology.Primary?.ReplicationId != place.Id)
                throw new BackupException($"{source.Name} went over to another history while it was read; take the backup again");

            // 3. The manifest makes it count.
            var manifest = new BackupManifest(
                1, _spec.Name, _spec.Engine.ToString().ToLowerInvariant(), preamble.ServerVersion, topology.Term, place.Id, place.Offset, source.Name,
                source.Name == primary.Node ? "primary" : "replica", now, Path.GetFileName(file), sum.Length, sha256)
            { Reason = reason };
            BackupFolder.Complete(file, manifest);
            _folder.Prune(_keep);
            return manifest;
        }
        catch (NodeException e)
        {
            throw new BackupException($"{source.Name} could not be read: {e.Message}", e);
        }
        catch (RdbFormatException e)
        {
            throw new BackupException($"what {source.Name} sent cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{_folder.Path} cannot be written: {DiskFault.Describe(_folder.Path, e)}", e);
        }
        finally
        {
            if (unfinished is not null) TryDelete(unfinished);
        }
    }

    /// <summary>A replica that has everything, so that the primary is spared; the primary where there is none.</summary>
    private TopologyNode Source(GroupTopology topology, PrimaryIdentity primary)
    {
        var lag = _controller.Status.Nodes.ToDictionary(figures => figures.Name, figures => figures.LagBytes ?? long.MaxValue);
        return topology.Nodes.Where(node => node is { Role: NodeRole.Replica, Health: NodeHealth.Online })
            .OrderBy(node => lag.GetValueOrDefault(node.Name, long.MaxValue))
            .FirstOrDefault() ?? topology.Nodes.First(node => node.Name == primary.Node);
    }

    private NodeSpec Member(string node) =>
        _controller.Members.FirstOrDefault(member => member.Name == node) ?? throw new BackupException($"{node} was taken out of {_spec.Name} just now; ask again");

    private async Task<T> AloneAsync<T>(Func<Task<T>> what)
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1) throw new BackupException($"another backup or restore of {_spec.Name} is under way; ask again when it has ended");
        try
        {
            return await what();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next backup removes it.
        }
    }
}
