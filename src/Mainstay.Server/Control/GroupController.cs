using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Threading.Channels;
using Mainstay.Core;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control.Orders;
using Mainstay.Server.Control.Probing;
using Mainstay.Server.Control.Remarks;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Control;

/// <summary>
/// Drives the <see cref="FailoverMachine"/> of one group: inputs come through a channel, one loop steps the machine, actions are carried out
/// at the same time as each other, and their results are inputs again. Owns the group's probers, not the store, the supervisor and the gate.
/// </summary>
public sealed partial class GroupController : IGroupController, ISightings, IAsyncDisposable
{
    /// <summary>Reports and ticks beyond that many unread inputs are dropped, for newer ones follow; results never are.</summary>
    private const int MostUnread = 4096;

    private static readonly TimeSpan StandstillAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(50);

    private readonly GroupSpec _spec;
    private readonly IGroupStore _store;
    private readonly INodeSupervisor _supervisor;
    private readonly IEndpointGate _gate;
    private readonly ILogger _logger;
    private readonly ControlClock _clock;
    private readonly ActionRunner _runner;
    private readonly FenceOrder _fence;
    private readonly StatusBoard _board;
    private readonly OperatorAsks _asks;
    private readonly GroupNodes _nodes;
    private readonly SettingsOrder _settings;
    private readonly ProberCrew _probers;
    private readonly Channel<(int Generation, FailoverInput Input)> _inputs;
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<FailoverAction> _output = [];
    private readonly RebuildRate _rebuilds = new();

    private volatile ReaderSpec _reader;
    private FailoverMachine? _machine;
    private volatile int _generation;
    private long _dropped;
    private long _lastStep;
    private Task _loop = Task.CompletedTask;
    private Task _exits = Task.CompletedTask;
    private ITimer? _ticker;

    /// <param name="spec">The group.</param>
    /// <param name="store">Where its state is committed.</param>
    /// <param name="supervisor">Of its nodes, and of no other group's; what still ran is adopted before <see cref="StartAsync"/>.</param>
    /// <param name="credentials">As whom nodes are controlled and read.</param>
    /// <param name="gate">Its endpoints.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the loggers.</param>
    public GroupController(
        GroupSpec spec, IGroupStore store, INodeSupervisor supervisor, NodeCredentials credentials, IEndpointGate gate, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(credentials);
        (_spec, _store, _supervisor, _gate, _reader) = (spec, store, supervisor, gate, spec.Reader);
        _logger = loggers.CreateLogger<GroupController>();
        _clock = new ControlClock(time);
        _board = new StatusBoard(spec, supervisor);
        _asks = new OperatorAsks(time);
        _fence = new FenceOrder(gate, time, loggers.CreateLogger<FenceOrder>());
        _inputs = Channel.CreateBounded<(int, FailoverInput)>(new BoundedChannelOptions(MostUnread) { SingleReader = true });
        var crew = new ControlCrew(spec, store, supervisor, credentials, time);
        (_runner, _nodes, _settings) = (crew.Runner, crew.Nodes, new SettingsOrder(crew.Dialer));
        var peers = new PeerNames();
        _probers = new ProberCrew(
            node => new NodeProber(node, spec.Detect, crew.Dialer, () => node.Managed ? supervisor.Activity(node.Name) : null, this, peers, _clock, loggers.CreateLogger<NodeProber>()),
            node => new NodeInspector(node, crew.Dialer, time));
        _ = _probers.Adopt(spec.Nodes);
        _board.Facts = node => _probers.Facts(node) is { } facts ? facts with { RewriteRefused = crew.Rewrites.Of(node) } : null;
    }

    /// <inheritdoc/>
    public event Action<GroupStatus>? Changed;

    /// <inheritdoc/>
    public GroupStatus Status => _board.Status;

    /// <inheritdoc/>
    public ImmutableArray<NodeSpec> Members => _nodes.All;

    /// <summary>Inputs that were dropped because too many were unread.</summary>
    public long DroppedInputs => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public bool IsTurning => _clock.Now.Nanoseconds - Volatile.Read(ref _lastStep) < StandstillAfter.Ticks * 100;

    /// <summary>
    /// Sets directives on every managed node that runs, and other bounds of replicas that are read from. Returns what was not done, for people: a
    /// server that refuses a directive, or does not answer, takes it at its next start.
    /// </summary>
    public async Task<ImmutableArray<string>> ConfigureAsync(ImmutableArray<ServerSetting> settings, ReaderSpec reader, CancellationToken cancellationToken)
    {
        _reader = reader;
        await _inputs.Writer.WriteAsync((_generation, new FailoverInput.ReaderConfigured(reader)), cancellationToken);
        return await _settings.SetAsync([.. _nodes.All.Where(node => node.Managed)], settings, cancellationToken);
    }

    /// <summary>Reads the store and begins to look and to decide.</summary>
    /// <exception cref="StoreException">The store can't be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Elect(await _store.ReadAsync(_spec.Name, cancellationToken));
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        _exits = Task.Run(WatchExitsAsync, CancellationToken.None);
        _probers.Start();
        _ticker = _clock.Time.CreateTimer(_ => Offer(new FailoverInput.Tick()), null, TickPeriod, TickPeriod);
    }

    /// <inheritdoc/>
    public Task<OperatorReply> AskAsync(OperatorRequest request, CancellationToken cancellationToken) =>
        _asks.AskAsync(
            id => Offer(new FailoverInput.OperatorRequested(id, request)),
            request is OperatorRequest.Restore ? OperatorAsks.RestorePatience : OperatorAsks.Patience,
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ticker is not null) await _ticker.DisposeAsync();
        await _probers.DisposeAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_loop, _exits);
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _asks.AnswerAll("the controller ended");
        _stop.Dispose();
    }

    void ISightings.Reported(string node, NodeReport report)
    {
        _board.Reported(node, report);
        Offer(new FailoverInput.NodeReported(node, report));
    }

    void ISightings.Refused(string node, string why)
    {
        if (_board.Refused(node, why)) Log.NodeRefused(_logger, node, why);
    }

    void ISightings.Unreachable(string node, UnreachableEvidence evidence, Instant since)
    {
        _board.Unreachable(node, evidence);
        Offer(new FailoverInput.NodeUnreachable(node, evidence, since));
    }

    private void Elect(DurableState restored)
    {
        // Results of actions of a former machine carry ids that the new one gives again: they are told apart by the generation. It grows first:
        // bounds that are configured just now reach the new machine one way or the other.
        var generation = ++_generation;
        _machine = new FailoverMachine(_spec with { Reader = _reader }, restored, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        Step(generation, new FailoverInput.LeadershipChanged(true, restored));
    }

    private async Task LoopAsync()
    {
        try
        {
            await foreach (var (generation, input) in _inputs.Reader.ReadAllAsync(_stop.Token))
            {
                if (generation != _generation) continue;
                try
                {
                    Step(generation, input);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    await RebuildAsync(input, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Step(int generation, FailoverInput input)
    {
        Volatile.Write(ref _lastStep, _clock.Now.Nanoseconds);
        _output.Clear();
        _machine!.Step(input, _clock.Now, _output);
        foreach (var action in _output) Begin(generation, action);
    }

    /// <summary>
    /// The machine broke. Endpoints go on with the last topology, and another machine takes over from what is committed: at once the first
    /// time, then with growing waits.
    /// </summary>
    private async Task RebuildAsync(FailoverInput input, Exception broken)
    {
        for (var cause = broken; ;)
        {
            var wait = _rebuilds.Next(_clock.Now);
            Log.MachineBroke(_logger, _spec.Name, input.GetType().Name, wait, cause);
            _asks.AnswerAll("the controller had to begin anew: look at the status and ask again");
            _generation++;
            await Task.Delay(wait, _clock.Time, _stop.Token);
            try
            {
                Elect(await _store.ReadAsync(_spec.Name, _stop.Token));
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                cause = e;
            }
        }
    }

    private void Begin(int generation, FailoverAction action)
    {
        switch (action)
        {
            case FailoverAction.Probe probe:
                _probers.Find(probe.Node)?.ProbeNow();
                break;
            case FailoverAction.AdoptMembers members:
                Adopt(members);
                break;
            case FailoverAction.Publish publish:
                Publish(publish);
                break;
            case FailoverAction.Explain explain:
                Log.Explain(_logger, _spec.Name, explain.Reason);
                _board.Explained(explain.Reason);
                RaiseChanged();
                break;
            case FailoverAction.Reply reply:
                _asks.Answer(reply.RequestId, reply.Answer);
                break;
            case FailoverAction.Fence fence:
                Keep(FenceAsync(generation, fence));
                break;
            default:
                var (id, result) = _runner.Begin(action, _stop.Token) ?? throw new InvalidOperationException($"nobody carries out {action.GetType().Name}");
                Keep(PostResultAsync(generation, action, id, result));
                break;
        }
    }

    /// <summary>Watches and supervises who belongs to the group now. Who left is ended by an order of its own.</summary>
    private void Adopt(FailoverAction.AdoptMembers members)
    {
        foreach (var node in members.Members.Concat(members.Leavers).Where(node => node.Managed)) _supervisor.Add(node);
        foreach (var former in _nodes.All.Where(node => members.Members.All(member => member.Name != node.Name))) _board.Forget(former.Name);
        _nodes.Adopt(members.Members);
        Keep(_probers.Adopt(members.Members));
    }

    /// <summary>A line for what people look for: who leads, in what state, and which node's health changed. The rest is in the status.</summary>
    private void Tell(GroupTopology before, GroupTopology now)
    {
        if ((before.Term, before.State, before.Primary?.Node) != (now.Term, now.State, now.Primary?.Node))
            Log.Published(_logger, _spec.Name, now.Term, now.State, now.Primary?.Node ?? "none");
        foreach (var node in now.Nodes)
            if (before.Nodes.FirstOrDefault(one => one.Name == node.Name)?.Health != node.Health) Log.NodeHealth(_logger, _spec.Name, node.Name, node.Health);
    }

    private void Publish(FailoverAction.Publish publish)
    {
        var topology = publish.Topology;
        try
        {
            _gate.Publish(topology);
        }
        catch (Exception e)
        {
            Log.GateFailed(_logger, _spec.Name, e);
        }

        Tell(_board.Status.Topology, topology);
        _board.Published(topology);
        RaiseChanged();
    }

    private async Task FenceAsync(int generation, FailoverAction.Fence fence)
    {
        if (await _fence.RunAsync(fence, _stop.Token) is { } fenced) await _inputs.Writer.WriteAsync((generation, fenced), _stop.Token);
    }

    private async Task PostResultAsync(int generation, FailoverAction action, ActionId id, Task<ActionResult> result)
    {
        var ended = await result;

        // Before the result: what the prober thought of the process before this one is void.
        if (ended is ActionResult.Done && StartedNode(action) is { } started) _probers.Find(started)?.ProcessStarted();
        Log.ActionEnded(_logger, _spec.Name, id, action.GetType().Name, ended.GetType().Name);
        await _inputs.Writer.WriteAsync((generation, new FailoverInput.ActionCompleted(id, ended)), _stop.Token);
    }

    private static string? StartedNode(FailoverAction action) => action switch
    {
        FailoverAction.StartNode start => start.Node,
        FailoverAction.ReplaceNode replace => replace.Node,
        _ => null,
    };

    private async Task WatchExitsAsync()
    {
        try
        {
            await foreach (var exit in _supervisor.Exits.ReadAllAsync(_stop.Token))
            {
                if (_probers.Find(exit.Node) is not { } prober) continue;
                Log.NodeEnded(_logger, exit.Node, exit.ProcessId, exit.How);

                // A process that took its place already is not gone.
                if (_supervisor.Activity(exit.Node) is { State: not 'Z' } now && now.ProcessId != exit.ProcessId) continue;
                ((ISightings)this).Unreachable(exit.Node, UnreachableEvidence.ProcessGone, _clock.Now);
                prober.ProcessEnded();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>An input that others like it follow: dropped when too many are unread.</summary>
    private bool Offer(FailoverInput input)
    {
        if (_inputs.Writer.TryWrite((_generation, input))) return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Keeps hold of a task until it ended, so that the controller's end awaits it.</summary>
    private void Keep(Task task)
    {
        _running[task] = true;
        task.ContinueWith(
            done =>
            {
                _running.TryRemove(done, out _);
                if (done.Exception?.InnerException is { } e and not OperationCanceledException) Log.TaskFailed(_logger, _spec.Name, e);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void RaiseChanged()
    {
        if (Changed is not { } changed) return;
        try
        {
            changed(Status);
        }
        catch (Exception e)
        {
            Log.ListenerFailed(_logger, _spec.Name, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Group}: {Reason}", EventName = "Explain")]
        public static partial void Explain(ILogger logger, string group, string reason);

        [LoggerMessage(2, LogLevel.Information, "{Group}: term {Term}, {State}, primary {Primary}", EventName = "Published")]
        public static partial void Published(ILogger logger, string group, ulong term, GroupState state, string primary);

        [LoggerMessage(10, LogLevel.Information, "{Group}: {Node} is {Health}", EventName = "NodeHealth")]
        public static partial void NodeHealth(ILogger logger, string group, string node, NodeHealth health);

        [LoggerMessage(3, LogLevel.Debug, "{Group}: {Id} {Action} ended as {Result}", EventName = "ActionEnded")]
        public static partial void ActionEnded(ILogger logger, string group, ActionId id, string action, string result);

        [LoggerMessage(4, LogLevel.Warning, "process {ProcessId} of {Node} ended: {How}", EventName = "NodeEnded")]
        public static partial void NodeEnded(ILogger logger, string node, int processId, string how);

        [LoggerMessage(9, LogLevel.Warning, "{Node} gives us no report: {Why}", EventName = "NodeRefused")]
        public static partial void NodeRefused(ILogger logger, string node, string why);

        [LoggerMessage(5, LogLevel.Critical, "{Group}: the failover machine broke at {Input}; endpoints keep the last topology, another machine takes over in {Wait}", EventName = "MachineBroke")]
        public static partial void MachineBroke(ILogger logger, string group, string input, TimeSpan wait, Exception exception);

        [LoggerMessage(6, LogLevel.Error, "{Group}: endpoints did not take a topology", EventName = "GateFailed")]
        public static partial void GateFailed(ILogger logger, string group, Exception exception);

        [LoggerMessage(7, LogLevel.Error, "{Group}: a listener to changes failed", EventName = "ListenerFailed")]
        public static partial void ListenerFailed(ILogger logger, string group, Exception exception);

        [LoggerMessage(8, LogLevel.Error, "{Group}: the result of an action was lost", EventName = "ResultLost")]
        public static partial void TaskFailed(ILogger logger, string group, Exception exception);
    }
}
