using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Clusters;

/// <summary>Runs one memcached cluster: what is seen goes into its machine, what that wants is carried out. One loop; results come back as inputs.</summary>
public sealed partial class ClusterController : IClusterController, IAsyncDisposable
{
    // Ticks and answers beyond that are dropped: others follow. Results are waited for.
    private const int MostInputs = 4096;

    private static readonly TimeSpan StandstillAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PublishPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LetGoPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DiskPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeforeAnotherMachine = TimeSpan.FromSeconds(1);

    private readonly MemcachedSupervisor? _supervisor;
    private readonly Func<ClusterTopology, Task> _publish;
    private readonly ClusterClock _clock;
    private readonly ILogger _logger;
    private readonly ClusterStateFile _file;
    private readonly Channel<ClusterInput> _inputs = Channel.CreateBounded<ClusterInput>(new BoundedChannelOptions(MostInputs) { SingleReader = true });
    private readonly ConcurrentDictionary<string, NodeWatch> _watches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = [];
    private readonly ConcurrentDictionary<ClusterSpec, TaskCompletionSource> _configuring = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ClusterAction> _output = [];

    private volatile ClusterSpec _spec;
    private volatile ClusterTopology? _topology;
    private ClusterMachine? _machine;
    private ClusterState? _state;
    private ClusterState? _unwritten;
    private NodesSeen _seen = new([]);
    private Task _written = Task.CompletedTask;
    private Task _told = Task.CompletedTask;
    private Task _loop = Task.CompletedTask;
    private ITimer? _ticker;
    private long _lastStep;

    /// <summary>Prepares the controller of <paramref name="spec"/>; nothing is asked yet.</summary>
    /// <param name="spec">The cluster.</param>
    /// <param name="supervisor">Of its managed nodes, which it does not own; null when there are none.</param>
    /// <param name="data">Where its state is kept.</param>
    /// <param name="publish">Tells endpoints of a snapshot; completes once all go by it.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes its logger.</param>
    public ClusterController(ClusterSpec spec, MemcachedSupervisor? supervisor, DataDirectory data, Func<ClusterTopology, Task> publish, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        _spec = spec;
        _supervisor = supervisor;
        _publish = publish;
        _clock = new ClusterClock(time);
        _logger = loggers.CreateLogger<ClusterController>();
        _file = new ClusterStateFile(Path.Combine(data.Store, spec.Name + ".cluster"), _logger);
    }

    /// <summary>Told of each snapshot when endpoints are, on the controller's loop; must return at once.</summary>
    public event Action<ClusterTopology>? Published;

    /// <summary>The cluster as configured now.</summary>
    public ClusterSpec Spec => _spec;

    /// <summary>The last snapshot that was published; null before the first.</summary>
    public ClusterTopology? Topology => _topology;

    /// <summary>How each node of the configuration does, those included that have not joined yet.</summary>
    public ImmutableArray<ClusterNodeStatus> Nodes => [.. Volatile.Read(ref _seen).Nodes.Select(StatusOf)];

    /// <summary>Whether its loop turns.</summary>
    public bool IsTurning => _clock.Now.Nanoseconds - Volatile.Read(ref _lastStep) < StandstillAfter.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Reads what a former daemon wrote, and begins to look and to decide. The supervisor's nodes are to be adopted before that.</summary>
    /// <exception cref="DataDirectoryException">What was written can't be read.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _state = _file.Read(_spec);
        Volatile.Write(ref _lastStep, _clock.Now.Nanoseconds);
        if (_supervisor is not null) _supervisor.Exited += ProcessEnded;
        Elect();
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        _ticker = _clock.Time.CreateTimer(_ => Offer(new ClusterInput.Tick()), null, ClusterMachine.TickPeriod, ClusterMachine.TickPeriod);
        return Task.CompletedTask;
    }

    /// <summary>A connection to the node ended, or could not be made: it is asked at once. From any thread; may be called often.</summary>
    public void Suspect(string node)
    {
        if (_watches.TryGetValue(node, out var watch)) watch.Suspect();
    }

    /// <summary>Goes by another configuration of the same cluster from now on; nodes may come and go. Completes once it is decided by.</summary>
    public async Task ConfigureAsync(ClusterSpec next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _configuring[next] = taken;
        await _inputs.Writer.WriteAsync(new ClusterInput.SpecChanged(next), _stop.Token).ConfigureAwait(false);
        await taken.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
    }

    /// <summary>Ends looking and deciding. Nodes go on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        if (_supervisor is not null) _supervisor.Exited -= ProcessEnded;
        if (_ticker is not null) await _ticker.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        foreach (var watch in _watches.Values) await watch.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _written.ConfigureAwait(false);
    }

    /// <summary>A machine from what is written down; nodes are told to it as they are found.</summary>
    private void Elect()
    {
        _machine = new ClusterMachine(_spec, _state);
        Step(new ClusterInput.Tick());
        AdoptNodes();
        foreach (var node in _spec.Nodes) TellMissing(node);
    }

    private async Task LoopAsync()
    {
        try
        {
            await foreach (var input in _inputs.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    if (input is ClusterInput.SpecChanged changed) Adopt(changed);
                    else Step(input);
                    await CarryOutAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Endpoints go on with the last snapshot.
                    Log.MachineBroke(_logger, _spec.Name, input.GetType().Name, e);
                    await Task.Delay(BeforeAnotherMachine, _clock.Time, _stop.Token).ConfigureAwait(false);
                    _output.Clear();
                    Elect();
                }

                if (input is ClusterInput.SpecChanged taken && _configuring.TryRemove(taken.Spec, out var waiting)) waiting.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Step(ClusterInput input)
    {
        Volatile.Write(ref _lastStep, _clock.Now.Nanoseconds);
        _machine!.Step(input, _clock.Now, _clock.UnixMilliseconds, _output);
        Volatile.Write(ref _seen, new NodesSeen(_machine.Nodes));
    }

    private async Task CarryOutAsync()
    {
        foreach (var action in _output)
        {
            switch (action)
            {
                case ClusterAction.Explain explain:
                    Log.Explain(_logger, _spec.Name, explain.Text);
                    break;
                case ClusterAction.Persist persist:
                    _state = persist.State;
                    Volatile.Write(ref _unwritten, persist.State);
                    _written = WriteAsync(_written);
                    break;
                case ClusterAction.Publish publish:
                    // What is told should be written down before, but a slow disk must not make an outage longer.
                    await Task.WhenAny(_written, Task.Delay(DiskPatience, _clock.Time, _stop.Token)).ConfigureAwait(false);
                    Publish(publish.Topology);
                    break;
                case ClusterAction.StartNode start:
                    Keep(StartNodeAsync(start.Node, _told));
                    break;
                case ClusterAction.KillNode { ForGood: true } leave:
                    Keep(EndForGoodAsync(leave.Node, _told));
                    break;
                case ClusterAction.KillNode kill:
                    Keep(KillNodeAsync(kill.Node));
                    break;
                case ClusterAction.FlushNode flush:
                    Keep(FlushNodeAsync(flush.Node, _told));
                    break;
                default:
                    throw new InvalidOperationException($"nobody carries out {action.GetType().Name}");
            }
        }

        _output.Clear();
    }

    // What a slow disk has not got to is written in its last state only.
    private async Task WriteAsync(Task former)
    {
        await former.ConfigureAwait(false);
        if (Interlocked.Exchange(ref _unwritten, null) is { } state) await Task.Run(() => _file.Write(state), CancellationToken.None).ConfigureAwait(false);
    }

    private void Publish(ClusterTopology topology)
    {
        var before = _topology;
        _topology = topology;
        _told = TellAsync(_told.IsCompleted ? Task.CompletedTask : _told, topology);
        if (before?.Version != topology.Version) Log.Published(_logger, topology.Cluster, topology.Version, topology.Nodes.Count(node => node.Serves), topology.Nodes.Length);
        foreach (var node in topology.Nodes)
            if (before?.Node(node.Name)?.Health != node.Health) Log.NodeHealth(_logger, topology.Cluster, node.Name, node.Health);
        try
        {
            Published?.Invoke(topology);
        }
        catch (Exception e)
        {
            Log.ListenerFailed(_logger, topology.Cluster, e);
        }
    }

    private async Task TellAsync(Task former, ClusterTopology topology)
    {
        try
        {
            await _publish(topology).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.NotTaken(_logger, topology.Cluster, e);
        }

        await former.ConfigureAwait(false);
    }

    // A process that endpoints found before they let go of the node is not known to be empty.
    private async Task StartNodeAsync(string node, Task told)
    {
        var letGo = await Task.WhenAny(told, Task.Delay(LetGoPatience, _clock.Time, _stop.Token)).ConfigureAwait(false) == told;
        var before = _supervisor?.ProcessId(node);
        var result = _supervisor is null ? new ActionResult.Failed($"{node} is managed, and nobody supervises it") : await _supervisor.StartAsync(node, _stop.Token).ConfigureAwait(false);
        var launched = _supervisor?.LaunchedProcessId(node);
        var fresh = letGo && launched != before ? launched : null;
        await PostAsync(new ClusterInput.StartCompleted(node, result is ActionResult.Done, (result as ActionResult.Failed)?.Why, fresh)).ConfigureAwait(false);
        Suspect(node);
    }

    private async Task KillNodeAsync(string node)
    {
        var result = _supervisor is null ? new ActionResult.Done() : await _supervisor.KillAsync(node, _stop.Token).ConfigureAwait(false);
        await PostAsync(new ClusterInput.KillCompleted(node, result is ActionResult.Done, (result as ActionResult.Failed)?.Why)).ConfigureAwait(false);
    }

    private async Task EndForGoodAsync(string node, Task told)
    {
        if (_supervisor is null) return;
        await Task.WhenAny(told, Task.Delay(PublishPatience, _clock.Time, _stop.Token)).ConfigureAwait(false);
        if (await _supervisor.RetireAsync(node, _stop.Token).ConfigureAwait(false) is ActionResult.Failed failed) Log.NotEnded(_logger, _spec.Name, node, failed.Why);

        // Configured anew under the same name, at another address.
        if (_spec.Nodes.FirstOrDefault(one => one.Name == node && one.Managed) is not { } again) return;
        _supervisor.Add(again);
        await PostAsync(new ClusterInput.NodeExited(node)).ConfigureAwait(false);
    }

    // Not before all endpoints let go of the node: what they send after a flush would stay.
    private async Task FlushNodeAsync(string node, Task told)
    {
        string? why = null;
        try
        {
            await told.WaitAsync(PublishPatience, _clock.Time, _stop.Token).ConfigureAwait(false);
            if (_watches.TryGetValue(node, out var watch)) await watch.FlushAsync(FlushLimit, _stop.Token).ConfigureAwait(false);
            else why = "it left the cluster";
        }
        catch (TimeoutException)
        {
            why = "endpoints did not let go of it";
        }
        catch (MemcachedException e)
        {
            why = e.Message;
        }

        await PostAsync(new ClusterInput.FlushCompleted(node, why is null, why)).ConfigureAwait(false);
    }

    private void Adopt(ClusterInput.SpecChanged changed)
    {
        var former = _spec;
        _spec = changed.Spec;
        _supervisor?.Configure(_spec);
        Step(changed);
        AdoptNodes();
        foreach (var node in _spec.Nodes)
            if (former.Nodes.All(one => one.Name != node.Name)) TellMissing(node);
    }

    /// <summary>Watches who is configured now, and nobody else.</summary>
    private void AdoptNodes()
    {
        foreach (var (name, watch) in _watches)
        {
            if (_spec.Nodes.Any(node => node.Name == name && node.Address == watch.Node.Address && node.Managed == watch.Node.Managed))
            {
                watch.Detect = _spec.Detect;
                continue;
            }

            _watches.TryRemove(name, out _);
            Keep(watch.DisposeAsync().AsTask());
        }

        foreach (var node in _spec.Nodes)
        {
            if (_watches.ContainsKey(node.Name)) continue;
            if (node.Managed) _supervisor?.Add(node);
            _watches[node.Name] = new NodeWatch(node, _spec.Detect, _clock, node.Managed ? () => _supervisor?.ProcessId(node.Name) : null, Offer);
        }
    }

    private void TellMissing(NodeSpec node)
    {
        if (node.Managed && _supervisor?.ProcessId(node.Name) is null) Offer(new ClusterInput.NodeExited(node.Name));
    }

    private void ProcessEnded(NodeExit exit)
    {
        // A process that took its place already is not gone.
        if (_supervisor?.ProcessId(exit.Node) is { } now && now != exit.ProcessId) return;
        if (_watches.ContainsKey(exit.Node)) Offer(new ClusterInput.NodeExited(exit.Node));
    }

    private ClusterNodeStatus StatusOf(ClusterNode node)
    {
        var stats = _watches.TryGetValue(node.Name, out var watch) ? watch.Stats : null;
        return new ClusterNodeStatus(node.Name, node.Address, node.Health, stats?.Identity.ProcessId ?? _supervisor?.ProcessId(node.Name), node.Version, stats?.Figures);
    }

    private void Offer(ClusterInput input)
    {
        if (!_inputs.Writer.TryWrite(input) && input is not ClusterInput.Tick) Log.Dropped(_logger, _spec.Name, input.GetType().Name);
    }

    private async Task PostAsync(ClusterInput input) => await _inputs.Writer.WriteAsync(input, _stop.Token).ConfigureAwait(false);

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

    /// <summary>What the machine makes of the nodes, replaced whole.</summary>
    private sealed record NodesSeen(ImmutableArray<ClusterNode> Nodes);
}
