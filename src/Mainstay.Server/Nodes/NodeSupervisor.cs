using System.Collections.Concurrent;
using System.ComponentModel;
using System.Threading.Channels;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Nodes;

/// <summary>The supervisor of the managed nodes of this host. Linux only.</summary>
public sealed partial class NodeSupervisor : INodeSupervisor
{
    // Read at once in a living daemon; more waiting ends than this means that nobody reads.
    private const int MostExits = 256;

    private static readonly TimeSpan BetweenLogLimits = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetirementGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QueryPatience = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, ManagedNode> _nodes;
    private readonly DataDirectory _data;
    private readonly NodeStart _start;
    private readonly NodeProbe _probe;
    private readonly ProcessEnds _ends;
    private readonly ILogger _logger;
    private readonly ExitWatcher _watcher = new();
    private readonly ITimer _logLimit;
    private readonly Channel<NodeExit> _exits;

    /// <summary>Supervises <paramref name="nodes"/>, whose files are in <paramref name="data"/>. Starts and adopts nothing by itself.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public NodeSupervisor(
        IEnumerable<NodeSpec> nodes, EngineBinary? engine, DataDirectory data, NodeCredentials credentials, TimeProvider time, ILoggerFactory loggers, NodeTemplate? template = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Managed nodes need Linux. Elsewhere start the data servers yourself and set managed: false for their nodes.");
        _data = data;
        _nodes = new(nodes.Select(n => KeyValuePair.Create(n.Name, Of(n))), StringComparer.Ordinal);
        _probe = new NodeProbe(credentials);
        _logger = loggers.CreateLogger<NodeSupervisor>();
        _ends = new ProcessEnds(time, _logger);
        _start = new NodeStart(engine, template ?? NodeTemplate.Plain, credentials, _probe, time, _logger, Watch);
        _exits = Channel.CreateBounded<NodeExit>(
            new BoundedChannelOptions(MostExits) { FullMode = BoundedChannelFullMode.DropOldest }, dropped => Log.ExitUnread(_logger, dropped.Node, dropped.ProcessId));
        _logLimit = time.CreateTimer(_ => LimitLogs(), null, BetweenLogLimits, BetweenLogLimits);
    }

    /// <summary>What nodes are configured by from their next start on.</summary>
    public NodeTemplate Template
    {
        get => _start.Template;
        set => _start.Template = value;
    }

    /// <inheritdoc/>
    public ChannelReader<NodeExit> Exits => _exits.Reader;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> AdoptAsync(CancellationToken cancellationToken)
    {
        var adopted = await Task.WhenAll(_nodes.Values.Select(node => LockedAsync(node, () => AdoptAsync(node, cancellationToken), cancellationToken))).ConfigureAwait(false);
        return [.. adopted.OfType<string>().Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Task<ActionResult> StartAsync(string node, CancellationToken cancellationToken) =>
        OnAsync(node, managed => _start.RunAsync(managed, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<ActionResult> KillAsync(string node, string? runId, CancellationToken cancellationToken)
    {
        var managed = Find(node);
        if (managed.Process is not { } process) return new ActionResult.Done();
        if (runId is not null && await WhyNotAsync(managed, process, runId, cancellationToken).ConfigureAwait(false) is { } why) return new ActionResult.Failed(why);
        return await _ends.KillAsync(node, process, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ActionResult> ReplaceAsync(string node, CancellationToken cancellationToken) =>
        OnAsync(
            node,
            managed =>
            {
                if (SetAside(managed, "replaced") is { } failed) return Task.FromResult<ActionResult>(failed);
                return _start.RunAsync(managed, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<ActionResult> SetAsideAsync(string node, string label, CancellationToken cancellationToken) =>
        OnAsync(node, managed => Task.FromResult<ActionResult>(SetAside(managed, label) is { } failed ? failed : new ActionResult.Done()), cancellationToken);

    /// <inheritdoc/>
    public void Add(NodeSpec node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _nodes.TryAdd(node.Name, Of(node));
    }

    /// <inheritdoc/>
    public async Task<ActionResult> RetireAsync(string node, CancellationToken cancellationToken)
    {
        if (!_nodes.TryGetValue(node, out var managed)) return new ActionResult.Done();
        try
        {
            if (managed.Process is not null) await StopAsync([managed], RetirementGrace, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new ActionResult.Failed($"{node}: process {managed.Process?.ProcessId} does not end; it waits for a disk, or it is traced");
        }

        var ended = await SetAsideAsync(node, "removed", cancellationToken).ConfigureAwait(false);
        if (ended is ActionResult.Done) _nodes.TryRemove(node, out _);
        return ended;
    }

    /// <inheritdoc/>
    public string NewTailFile(string node, string label) => SavedData.NewFile(Find(node).Files, label);

    /// <inheritdoc/>
    public IReadOnlyList<string> SavedTails(string node) => _nodes.TryGetValue(node, out var managed) ? SavedData.Names(managed.Files) : [];

    /// <inheritdoc/>
    public ProcessActivity? Activity(string node) =>
        _nodes.TryGetValue(node, out var managed) && managed.Process is { } process && ProcessStat.Of(process.ProcessId) is { } stat
            ? new ProcessActivity(process.ProcessId, stat.State, stat.ProcessorTicks)
            : null;

    /// <inheritdoc/>
    public Task StopAllAsync(TimeSpan grace, CancellationToken cancellationToken) => StopAsync([.. _nodes.Values], grace, cancellationToken);

    private Task StopAsync(IReadOnlyList<ManagedNode> nodes, TimeSpan grace, CancellationToken cancellationToken) =>
        _ends.StopAsync([.. nodes.Where(n => n.Process is not null).Select(n => (n.Spec.Name, n.Process!))], grace, cancellationToken);

    /// <summary>Stops watching. The nodes go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _logLimit.DisposeAsync().ConfigureAwait(false);
        _watcher.Dispose();
        _exits.Writer.TryComplete();
    }

    private void LimitLogs()
    {
        foreach (var node in _nodes.Values)
        {
            try
            {
                NodeLog.Limit(node.Files);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.LogNotLimited(_logger, node.Spec.Name, node.Files.Log, e);
            }
        }
    }

    private async Task<string?> AdoptAsync(ManagedNode node, CancellationToken cancellationToken)
    {
        if (node.Process is not null) return node.Spec.Name;
        try
        {
            var identity = ProcessIdentity.Read(node.Files);
            if (identity?.TryOpen(node.Files.Configuration) is not { } pidfd)
            {
                // Started by a daemon that could not write down which process it is: its disk was full, or it was killed just then.
                if (await _start.AdoptAtPortAsync(node, cancellationToken).ConfigureAwait(false)) return node.Spec.Name;
                if (identity is not null) Log.NotAdopted(_logger, node.Spec.Name, identity.ProcessId);
                return null;
            }
            await _start.AdoptAsync(node, pidfd, identity, cancellationToken).ConfigureAwait(false);
            return node.Spec.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Log.AdoptionFailed(_logger, node.Spec.Name, e);
            return null;
        }
    }

    private WatchedProcess Watch(ManagedNode node, Pidfd pidfd, string? runId)
    {
        var process = _watcher.Watch(pidfd, (ended, how) =>
        {
            node.Ended(ended);
            Log.Ended(_logger, node.Spec.Name, ended.ProcessId, how);
            _exits.Writer.TryWrite(new NodeExit(node.Spec.Name, ended.ProcessId, how));
        });
        node.Began(process, runId);
        return process;
    }

    /// <summary>Why the process is not, or not provably, the one of <paramref name="runId"/>; null when it is.</summary>
    private async Task<string?> WhyNotAsync(ManagedNode node, WatchedProcess process, string runId, CancellationToken cancellationToken)
    {
        var known = node.RunId;
        if (ProcessStat.Of(process.ProcessId) is not { State: 'T' or 't' }
            && await _probe.AskAsync(node.Spec, QueryPatience, cancellationToken).ConfigureAwait(false) is { RunId: { } said } answer
            && answer.ProcessId == process.ProcessId)
            known = said;
        if (known == runId) return null;
        return known is null
            ? $"{node.Spec.Name}: process {process.ProcessId} does not answer and never told its run id; it is not ended as {runId}"
            : $"{node.Spec.Name}: process {process.ProcessId} is run {known}, not {runId}; it is not ended";
    }

    private ActionResult.Failed? SetAside(ManagedNode node, string label)
    {
        if (node.Process is { } process) return new ActionResult.Failed($"{node.Spec.Name}: process {process.ProcessId} still runs; its data is not moved");
        if (SavedData.SetAside(node.Files, label) is { } name) Log.SetAside(_logger, node.Spec.Name, name);
        return null;
    }

    private Task<ActionResult> OnAsync(string name, Func<ManagedNode, Task<ActionResult>> work, CancellationToken cancellationToken)
    {
        var node = Find(name);
        return LockedAsync(
            node,
            async () =>
            {
                try
                {
                    return await work(node).ConfigureAwait(false);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
                {
                    return new ActionResult.Failed($"{name}: {DiskFault.Describe(node.Files.Folder, e)}");
                }
            },
            cancellationToken);
    }

    private static async Task<T> LockedAsync<T>(ManagedNode node, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await node.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            node.Gate.Release();
        }
    }

    private ManagedNode Of(NodeSpec node) => new(node, new NodeFiles(_data.Nodes, node.Name));

    private ManagedNode Find(string node) =>
        _nodes.TryGetValue(node, out var managed) ? managed : throw new ArgumentException($"{node} is no managed node of this host.", nameof(node));
}
