using System.Text;
using Mainstay.Core.Failover;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Nodes;

/// <summary>Brings one node up: checks, files, process, first answer. The caller holds the node's gate.</summary>
/// <param name="template">What the nodes' files have in common at first.</param>
/// <param name="engine">The program; null where it is not installed, and nothing can be started.</param>
/// <param name="credentials">What the node is configured with.</param>
/// <param name="probe">Asks it who it is.</param>
/// <param name="time">Paces the waiting for the first answer.</param>
/// <param name="logger">The supervisor's.</param>
/// <param name="watch">Watches a process that is the node's from then on.</param>
internal sealed partial class NodeStart(
    EngineBinary? engine, NodeTemplate template, NodeCredentials credentials, NodeProbe probe, TimeProvider time, ILogger logger, Func<ManagedNode, Pidfd, string?, WatchedProcess> watch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan QueryPatience = TimeSpan.FromMilliseconds(300);

    private readonly ControlGroupNotice _controlGroup = new(logger);
    private volatile NodeTemplate _template = template;

    /// <summary>What the nodes' files have in common; a change counts from the next start of a node on.</summary>
    public NodeTemplate Template
    {
        get => _template;
        set => _template = value;
    }

    /// <summary>Starts the node unless it runs. Disk and process faults are thrown.</summary>
    public async Task<ActionResult> RunAsync(ManagedNode node, CancellationToken cancellationToken)
    {
        // 1. It may run already: of this daemon, or of a former one.
        if (node.Process is not null) return new ActionResult.Done();
        var identity = ProcessIdentity.Read(node.Files);
        if (identity?.TryOpen(node.Files.Configuration) is { } former)
        {
            await AdoptAsync(node, former, identity, cancellationToken).ConfigureAwait(false);
            return new ActionResult.Done();
        }

        // 2. Its port must be free; a process there may be the node all the same, its identity file lost.
        if (PortOwner.Find(node.Spec.Address.Port, node.Spec.Address.Host) is { } owner)
            return await TakeOverAsync(node, owner, cancellationToken).ConfigureAwait(false);

        if (engine is null) return new ActionResult.Failed($"{node.Spec.Name} cannot start: the data server is not installed on this host");

        // 3. Its data must be where it was.
        if (DataFolder.Prepare(node.Files, hasRunBefore: identity is not null) is { } lost) return new ActionResult.DataMissing($"{node.Spec.Name}: {lost}");

        // 4. Files, process, identity.
        NodeLog.Rotate(node.Files);
        Configure(node);
        if (Launch(node) is not { } process) return EndedEarly(node, "ended");

        // 5. Its first answer, or its end.
        return await FirstAnswerAsync(node, process, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a running process for the node's. Its identity was checked while <paramref name="pidfd"/> was open.</summary>
    public async Task AdoptAsync(ManagedNode node, Pidfd pidfd, ProcessIdentity identity, CancellationToken cancellationToken)
    {
        var process = watch(node, pidfd, identity.RunId);
        Log.Adopted(logger, node.Spec.Name, process.ProcessId);
        if (await AskAsync(node, process, cancellationToken).ConfigureAwait(false) is { } runId) Remember(node, identity, runId);
    }

    /// <summary>Takes over the process at the node's port if it was started with the node's configuration: its identity was not kept, or is that of a former one.</summary>
    public async Task<bool> AdoptAtPortAsync(ManagedNode node, CancellationToken cancellationToken) =>
        PortOwner.Find(node.Spec.Address.Port, node.Spec.Address.Host) is { } owner && await AdoptOwnerAsync(node, owner, cancellationToken).ConfigureAwait(false);

    private async Task<bool> AdoptOwnerAsync(ManagedNode node, PortOwner owner, CancellationToken cancellationToken)
    {
        if (owner.ProcessId is not { } pid || ProcessIdentity.Of(pid, node.Files.Configuration) is not { } found || found.TryOpen(node.Files.Configuration) is not { } pidfd) return false;
        Record(node, found);
        await AdoptAsync(node, pidfd, found, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<ActionResult> TakeOverAsync(ManagedNode node, PortOwner owner, CancellationToken cancellationToken)
    {
        if (await AdoptOwnerAsync(node, owner, cancellationToken).ConfigureAwait(false)) return new ActionResult.Done();
        return new ActionResult.Failed(
            $"{node.Spec.Name} cannot start: its port {owner.Port} is taken by {owner.Describe()}, which this daemon did not start. Replicas don't follow it. End it, and the node starts again.");
    }

    private WatchedProcess? Launch(ManagedNode node)
    {
        var pid = DetachedProcess.Start(engine!.Path, [node.Files.Configuration], node.Files.Log);
        if (Pidfd.TryOpen(pid) is not { } pidfd) return null;
        var process = watch(node, pidfd, null);
        _controlGroup.Leave(pid);
        if (ProcessIdentity.OfChild(pid, node.Files.Configuration) is { } identity) Record(node, identity);
        Log.Started(logger, node.Spec.Name, pid, engine.Path, engine.Version);
        return process;
    }

    private async Task<ActionResult> FirstAnswerAsync(ManagedNode node, WatchedProcess process, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (Patience - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            if (process.Ended.IsCompleted) return EndedEarly(node, await process.Ended.ConfigureAwait(false));
            var answer = await probe.AskAsync(node.Spec, left, cancellationToken).ConfigureAwait(false);
            if (answer is { RunId: null } || answer?.ProcessId == process.ProcessId)
            {
                if (answer.RunId is { } runId && ProcessIdentity.Of(process.ProcessId, node.Files.Configuration) is { } identity) Remember(node, identity, runId);
                return new ActionResult.Done();
            }
            await Task.WhenAny(process.Ended, Task.Delay(BetweenAttempts, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        return new ActionResult.Failed(
            $"{node.Spec.Name}: process {process.ProcessId} runs and has not answered within {Patience.TotalSeconds:0} s; its log {node.Files.Log} ends: {NodeLog.LastLines(node.Files.Log)}");
    }

    private static ActionResult EndedEarly(ManagedNode node, string how)
    {
        var log = NodeLog.LastLines(node.Files.Log);
        return NodeLog.TellsDamagedData(node.Files.Log)
            ? new ActionResult.DataMissing($"{node.Spec.Name}: its data file in {node.Files.Data} is damaged; its log {node.Files.Log} ends: {log}")
            : new ActionResult.Failed($"{node.Spec.Name} ended while it started ({how}); its log {node.Files.Log} ends: {log}");
    }

    private async Task<string?> AskAsync(ManagedNode node, WatchedProcess process, CancellationToken cancellationToken)
    {
        var answer = await probe.AskAsync(node.Spec, QueryPatience, cancellationToken).ConfigureAwait(false);
        return answer?.ProcessId == process.ProcessId ? answer.RunId : null;
    }

    private void Remember(ManagedNode node, ProcessIdentity identity, string runId)
    {
        node.Knows(runId);
        if (identity.RunId != runId) Record(node, identity with { RunId = runId });
    }

    // What is there already is not written again, so that a node can be started on a disk that became full.
    private void Configure(ManagedNode node)
    {
        var text = NodeConfiguration.Generate(node.Spec, Template, node.Files, credentials);
        if (File.Exists(node.Files.Configuration) && File.ReadAllText(node.Files.Configuration) == text) return;
        DurableFile.Write(node.Files.Configuration, Encoding.UTF8.GetBytes(text));
    }

    // For the same reason a node runs although its identity could not be kept: a later daemon finds it at its port.
    private void Record(ManagedNode node, ProcessIdentity identity)
    {
        try
        {
            identity.Write(node.Files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRecorded(logger, node.Spec.Name, identity.ProcessId, DiskFault.Describe(node.Files.Identity, e));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Information, "node {Node}: started as process {ProcessId} ({Program} {Version})", EventName = "node-started")]
        public static partial void Started(ILogger logger, string node, int processId, string program, Version version);

        [LoggerMessage(12, LogLevel.Information, "node {Node}: goes on as process {ProcessId} of an earlier daemon", EventName = "node-adopted")]
        public static partial void Adopted(ILogger logger, string node, int processId);

        [LoggerMessage(15, LogLevel.Warning, "node {Node}: that it is process {ProcessId} could not be written down: {Why} A later daemon finds it at its port",
            EventName = "node-not-recorded")]
        public static partial void NotRecorded(ILogger logger, string node, int processId, string why);
    }
}
