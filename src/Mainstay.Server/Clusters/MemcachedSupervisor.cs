using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Server.Nodes;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Clusters;

/// <summary>
/// Starts, adopts, watches and ends the managed nodes of one memcached cluster on this host. They outlive the daemon. Linux only.
/// Results are <see cref="ActionResult.Done"/> or <see cref="ActionResult.Failed"/>.
/// </summary>
public sealed partial class MemcachedSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLogLimits = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, ManagedNode> _nodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _launched = new(StringComparer.Ordinal);
    private readonly DataDirectory _data;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProcessEnds _ends;
    private readonly ControlGroupNotice _controlGroup;
    private readonly ExitWatcher _watcher = new();
    private readonly ITimer _logLimit;
    private volatile ClusterSpec _spec;

    /// <summary>Supervises <paramref name="managed"/>, whose files are in <paramref name="data"/>. Starts and adopts nothing by itself.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public MemcachedSupervisor(IEnumerable<NodeSpec> managed, ClusterSpec spec, DataDirectory data, TimeProvider time, ILoggerFactory loggers)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Managed nodes need Linux. Elsewhere start the data servers yourself and set managed: false for their nodes.");
        _spec = spec;
        _data = data;
        _time = time;
        _logger = loggers.CreateLogger<MemcachedSupervisor>();
        _ends = new ProcessEnds(time, _logger);
        _controlGroup = new ControlGroupNotice(_logger);
        foreach (var node in managed) Add(node);
        _logLimit = time.CreateTimer(_ => LimitLogs(), null, BetweenLogLimits, BetweenLogLimits);
    }

    /// <summary>Told of every end of a process as soon as the kernel tells, adopted ones too, and those that were asked for; must return at once.</summary>
    public event Action<NodeExit>? Exited;

    /// <summary>Takes over the processes that still run from an earlier daemon, their identity checked. Starts none. Returns the nodes' names.</summary>
    public async Task<IReadOnlyList<string>> AdoptAsync(CancellationToken cancellationToken)
    {
        var adopted = await Task.WhenAll(_nodes.Values.Select(node => LockedAsync(node, () => Task.FromResult(TryAdopt(node) ? node.Spec.Name : null), cancellationToken))).ConfigureAwait(false);
        return [.. adopted.OfType<string>().Order(StringComparer.Ordinal)];
    }

    /// <summary>A node's process; null when none runs.</summary>
    public int? ProcessId(string node) => _nodes.TryGetValue(node, out var managed) ? managed.Process?.ProcessId : null;

    /// <summary>The same, if it was started by this daemon rather than adopted.</summary>
    public int? LaunchedProcessId(string node) => ProcessId(node) is { } pid && _launched.TryGetValue(node, out var launched) && launched == pid ? pid : null;

    /// <summary>
    /// Starts a node that does not run, and returns when it answers, at most 10 s later. A node that already runs, answering or not, is Done. Failed: its
    /// port is taken, its program is not installed or ended during its start …
    /// </summary>
    public Task<ActionResult> StartAsync(string node, CancellationToken cancellationToken)
    {
        var managed = Find(node);
        return LockedAsync(managed, () => TryRunAsync(managed, cancellationToken), cancellationToken);
    }

    /// <summary>Ends a node's process by SIGKILL and returns when it is gone; Done when none runs.</summary>
    public async Task<ActionResult> KillAsync(string node, CancellationToken cancellationToken) =>
        _nodes.TryGetValue(node, out var managed) && managed.Process is { } process
            ? await _ends.KillAsync(node, process, cancellationToken).ConfigureAwait(false)
            : new ActionResult.Done();

    /// <summary>Supervises <paramref name="node"/> too, from now on; nothing is started. What is supervised already stays as it is.</summary>
    public void Add(NodeSpec node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _nodes.TryAdd(node.Name, new ManagedNode(node, new NodeFiles(_data.Nodes, node.Name)));
    }

    /// <summary>Ends a node's process for good and forgets the node.</summary>
    public async Task<ActionResult> RetireAsync(string node, CancellationToken cancellationToken)
    {
        var ended = await KillAsync(node, cancellationToken).ConfigureAwait(false);
        if (ended is ActionResult.Done) _nodes.TryRemove(node, out _);
        return ended;
    }

    /// <summary>Nodes are started by <paramref name="next"/> from their next start on.</summary>
    public void Configure(ClusterSpec next) => _spec = next;

    /// <summary>
    /// Ends all nodes at once (SIGTERM), those left after <paramref name="grace"/> by SIGKILL, and returns when they are gone.
    /// </summary>
    public Task StopAllAsync(TimeSpan grace, CancellationToken cancellationToken) =>
        _ends.StopAsync([.. _nodes.Values.Where(node => node.Process is not null).Select(node => (node.Spec.Name, node.Process!))], grace, cancellationToken);

    /// <summary>Stops watching. The nodes go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _logLimit.DisposeAsync().ConfigureAwait(false);
        _watcher.Dispose();
    }

    private async Task<ActionResult> TryRunAsync(ManagedNode node, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(node, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineMissingException e)
        {
            return new ActionResult.Failed($"{node.Spec.Name} cannot start: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return new ActionResult.Failed($"{node.Spec.Name}: {DiskFault.Describe(node.Files.Folder, e)}");
        }
    }

    private async Task<ActionResult> RunAsync(ManagedNode node, CancellationToken cancellationToken)
    {
        // 1. It may run already: of this daemon, or of a former one.
        if (TryAdopt(node)) return new ActionResult.Done();

        // 2. Its port must be free.
        var (host, port) = (node.Spec.Address.Host, node.Spec.Address.Port);
        if (PortOwner.Find(port, host) is { } owner)
            return new ActionResult.Failed($"{node.Spec.Name} cannot start: its port {port} is taken by {owner.Describe()}, which this daemon did not start. End it, and the node starts again.");

        // 3. Process and identity.
        var program = MemcachedBinary.Find();
        NodeLog.Rotate(node.Files);
        var pid = DetachedProcess.Start(program.Path, MemcachedArguments.Of(node.Spec, _spec, node.Files), node.Files.Log);
        if (Pidfd.TryOpen(pid) is not { } pidfd) return EndedEarly(node, "ended");
        _launched[node.Spec.Name] = pid;
        var process = Watch(node, pidfd);
        _controlGroup.Leave(pid);
        if (ProcessIdentity.OfChild(pid, node.Files.ProcessFile) is { } identity) Record(node, identity);
        Log.Started(_logger, node.Spec.Name, pid, program.Path, program.Version);

        // 4. Its first answer, or its end.
        return await FirstAnswerAsync(node, process, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ActionResult> FirstAnswerAsync(ManagedNode node, WatchedProcess process, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (StartPatience - _time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            if (process.Ended.IsCompleted) return EndedEarly(node, await process.Ended.ConfigureAwait(false));
            if (await AnswersAsync(node, process.ProcessId, left, cancellationToken).ConfigureAwait(false)) return new ActionResult.Done();
            await Task.WhenAny(process.Ended, Task.Delay(BetweenAttempts, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        return new ActionResult.Failed(
            $"{node.Spec.Name}: process {process.ProcessId} runs and has not answered within {StartPatience.TotalSeconds:0} s; its log {node.Files.Log} ends: {NodeLog.LastLines(node.Files.Log)}");
    }

    private async Task<bool> AnswersAsync(ManagedNode node, int processId, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (await HostNames.ResolveAsync(node.Spec.Address.Host, cancellationToken).ConfigureAwait(false) is not { } ip) return false;
            using var connection = await MemcachedConnection.OpenAsync(new IPEndPoint(ip, node.Spec.Address.Port), limit, _time, cancellationToken).ConfigureAwait(false);
            return (await connection.StatsAsync(limit, cancellationToken).ConfigureAwait(false)).Identity.ProcessId == processId;
        }
        catch (MemcachedException)
        {
            return false;
        }
    }

    private static ActionResult.Failed EndedEarly(ManagedNode node, string how) =>
        new($"{node.Spec.Name} ended while it started ({how}); its log {node.Files.Log} ends: {NodeLog.LastLines(node.Files.Log)}");

    /// <summary>Takes over the process that was written down, or that listens at the node's port with the node's mark on its command line.</summary>
    private bool TryAdopt(ManagedNode node)
    {
        if (node.Process is not null) return true;
        try
        {
            if (ProcessIdentity.Read(node.Files)?.TryOpen(node.Files.ProcessFile) is { } former)
            {
                Adopt(node, former);
                return true;
            }

            if (PortOwner.Find(node.Spec.Address.Port, node.Spec.Address.Host)?.ProcessId is not { } pid) return false;
            if (ProcessIdentity.Of(pid, node.Files.ProcessFile) is not { } found || found.TryOpen(node.Files.ProcessFile) is not { } pidfd) return false;
            Record(node, found);
            Adopt(node, pidfd);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Log.AdoptionFailed(_logger, node.Spec.Name, e);
            return false;
        }
    }

    private void Adopt(ManagedNode node, Pidfd pidfd) => Log.Adopted(_logger, node.Spec.Name, Watch(node, pidfd).ProcessId);

    private WatchedProcess Watch(ManagedNode node, Pidfd pidfd)
    {
        var process = _watcher.Watch(pidfd, (ended, how) =>
        {
            node.Ended(ended);
            Log.Ended(_logger, node.Spec.Name, ended.ProcessId, how);
            Exited?.Invoke(new NodeExit(node.Spec.Name, ended.ProcessId, how));
        });
        node.Began(process, null);
        return process;
    }

    // A node runs although its identity could not be kept: a later daemon finds it at its port.
    private void Record(ManagedNode node, ProcessIdentity identity)
    {
        try
        {
            identity.Write(node.Files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRecorded(_logger, node.Spec.Name, identity.ProcessId, DiskFault.Describe(node.Files.Identity, e));
        }
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

    private ManagedNode Find(string node) =>
        _nodes.TryGetValue(node, out var managed) ? managed : throw new ArgumentException($"{node} is no managed node of this host.", nameof(node));
}
