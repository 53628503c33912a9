using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>
/// The running daemon that this one takes over from: what it hands over, and what it must still be told while it serves the rest of its clients.
/// Dispose it after the daemon: the end of the connection tells the predecessor that nobody decides here any more.
/// </summary>
public sealed partial class Predecessor : IAsyncDisposable
{
    /// <summary>How long the running daemon may take to answer at all.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take to stop to decide, which awaits orders that are under way and API requests.</summary>
    private static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to answer a fence, beyond the drain; then its process is ended, for it must not write any more. Less than the machine waits.</summary>
    private static readonly TimeSpan FencePatience = TimeSpan.FromSeconds(1);

    private readonly HandoverLine _line;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, SafeFileHandle> _sockets = [];
    private readonly HashSet<string> _owners = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _fences = new();
    private readonly TaskCompletionSource _draining = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _refusal = new();
    private SafeFileHandle? _lock;
    private Task _reading = Task.CompletedTask;
    private Daemon? _daemon;
    private long _lastFence;

    private Predecessor(HandoverLine line, TimeProvider time, ILogger logger) => (_line, _time, _logger) = (line, time, logger);

    /// <summary>Its process.</summary>
    public int ProcessId => _line.PeerId;

    /// <summary>Why it takes up everything again; null while it does not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Cancelled then: what was begun here must end.</summary>
    public CancellationToken Refused => _refusal.Token;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _line.Ended;

    /// <summary>Whether it handed over the listening socket of an address.</summary>
    internal bool Has(NodeAddress address) => _sockets.ContainsKey(address.ToString());

    /// <summary>
    /// Asks the daemon that holds the data directory to hand over, and takes what it gives. Null when there is none, or when it ended meanwhile: then
    /// this is a start like any other.
    /// </summary>
    /// <param name="spec">What is going to run.</param>
    /// <param name="host">As which host.</param>
    /// <param name="drain">How long clients that cannot be handed over may go on.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the logger.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DaemonStartException">It refused, or does not answer.</exception>
    /// <exception cref="DataDirectoryException">The place of its socket cannot be used.</exception>
    public static async Task<Predecessor?> MeetAsync(DaemonSpec spec, string host, TimeSpan drain, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (DataDirectory.Find(spec.Data) is not { } data || await ConnectAsync(NodeSockets.PathForHandover(data), time, cancellationToken) is not { } line) return null;
        var predecessor = new Predecessor(line, time, loggers.CreateLogger<Predecessor>());
        try
        {
            line.Say(new HandoverMessage.Hello([HandoverMessage.Version], HandoverPort.Program, data, host, drain.TotalSeconds));
            if (await predecessor.ReceiveAsync(cancellationToken))
            {
                Log.Taking(predecessor._logger, line.PeerId);
                predecessor._reading = Task.Run(predecessor.ReadAsync, CancellationToken.None);
                return predecessor;
            }
        }
        catch
        {
            await predecessor.DisposeAsync();
            throw;
        }

        await predecessor.DisposeAsync();
        return null;
    }

    /// <summary>
    /// The daemon here serves: the predecessor takes no further clients and gives those whom it has. Returns once it said so, or is gone.
    /// </summary>
    public async Task LeaveToAsync(Daemon daemon, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        HandoverText.Rehearse();
        await daemon.RehearseAsync(cancellationToken);
        _daemon = daemon;
        _line.Say(new HandoverMessage.Serving());
        try
        {
            await _draining.Task.WaitAsync(LettingGo, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.Ending(_logger, _line.PeerId);
            await _line.EndAsync(TimeSpan.Zero);
        }

        _refusal.Token.ThrowIfCancellationRequested();
        daemon.HoldAlone();
    }

    /// <summary>The data directory's lock, which both hold. To be asked for once.</summary>
    internal SafeFileHandle? TakeLock()
    {
        var given = _lock;
        _lock = null;
        return given;
    }

    /// <summary>The listening socket of an address. To be asked for once.</summary>
    internal SafeFileHandle? TakeSocket(NodeAddress address) => _sockets.Remove(address.ToString(), out var socket) ? socket : null;

    /// <summary>Tells it of a snapshot.</summary>
    internal void Publish(GroupTopology topology) => _line.Say(new HandoverMessage.Topology(topology));

    /// <summary>
    /// Returns once the predecessor sends nothing more to a term before <paramref name="term"/>, be it that it is gone. Whether nothing is unanswered there.
    /// </summary>
    /// <exception cref="IOException">It neither answers nor can it be ended.</exception>
    internal Task<bool> FenceAsync(string group, ulong term, TimeSpan drain, CancellationToken cancellationToken) =>
        AskAsync(id => new HandoverMessage.Fence(id, group, term, drain.TotalMilliseconds), drain, cancellationToken);

    /// <summary>
    /// Tells it of a snapshot and returns once the predecessor sends nothing by an older one, be it that it is gone. A cluster that it does not have is
    /// none of its business.
    /// </summary>
    /// <exception cref="IOException">It neither answers nor can it be ended.</exception>
    internal Task PublishAsync(ClusterTopology topology, CancellationToken cancellationToken) =>
        _owners.Contains(topology.Cluster) ? AskAsync(id => new HandoverMessage.Cluster(id, topology), TimeSpan.Zero, cancellationToken) : Task.CompletedTask;

    private async Task<bool> AskAsync(Func<long, HandoverMessage> question, TimeSpan drain, CancellationToken cancellationToken)
    {
        if (_line.Ended.IsCompleted) return true;
        var id = Interlocked.Increment(ref _lastFence);
        var answered = _fences[id] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _line.Say(question(id));
            await Task.WhenAny(answered.Task, _line.Ended).WaitAsync(drain + FencePatience, _time, cancellationToken);
            return answered.Task.IsCompletedSuccessfully && answered.Task.Result;
        }
        catch (TimeoutException)
        {
            Log.Ending(_logger, _line.PeerId);
            if (await _line.EndAsync(TimeSpan.Zero)) return false;
            throw new IOException($"process {_line.PeerId}, which hands over, neither answers nor ends");
        }
        finally
        {
            _fences.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _reading;
        _lock?.Dispose();
        foreach (var socket in _sockets.Values) socket.Dispose();
        _sockets.Clear();
        _refusal.Dispose();
    }

    private static async Task<HandoverLine?> ConnectAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new HandoverLine(socket, time);
        }
        catch (SocketException)
        {
            // What a daemon that was killed left behind.
            socket.Dispose();
            return null;
        }
        catch (IOException stranger)
        {
            socket.Dispose();
            throw new DaemonStartException($"Cannot take over: {stranger.Message}.", stranger);
        }
    }

    /// <summary>Takes all that is handed over; false when the other side ended before that was all.</summary>
    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        for (var patience = Courtesy; ;)
        {
            HandoverMessage said;
            SafeFileHandle? with;
            try
            {
                if (!await _line.Incoming.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(patience, _time, cancellationToken)) return IsOver();
                if (!_line.Incoming.TryRead(out var read)) continue;
                (said, with) = read;
            }
            catch (TimeoutException)
            {
                throw new DaemonStartException($"The running daemon (process {_line.PeerId}) does not hand over within {patience.TotalSeconds:0} s. End it, or try again.");
            }

            switch (said)
            {
                case HandoverMessage.Refused refused:
                    throw new DaemonStartException($"The running daemon (process {_line.PeerId}) does not hand over: {refused.Why}");
                case HandoverMessage.Welcome:
                    patience = LettingGo;
                    break;
                case HandoverMessage.Lock when with is not null:
                    _lock = with;
                    break;
                case HandoverMessage.Listener listener when with is not null && _sockets.TryAdd(listener.Address, with):
                    _owners.Add(listener.Group);
                    break;
                case HandoverMessage.Yours:
                    return true;
                default:
                    with?.Dispose();
                    throw new DaemonStartException($"The running daemon (process {_line.PeerId}) said {said.GetType().Name} where it should not: nothing was taken over.");
            }
        }
    }

    private bool IsOver() => _line.Fault is { } fault
        ? throw new DaemonStartException($"The running daemon (process {_line.PeerId}) is not understood ({fault}): nothing was taken over.")
        : false;

    private async Task ReadAsync()
    {
        await foreach (var (said, with) in _line.Incoming.ReadAllAsync())
        {
            switch (said)
            {
                case HandoverMessage.Fenced fenced:
                    if (_fences.TryGetValue(fenced.Id, out var asked)) asked.TrySetResult(fenced.Drained);
                    break;
                case HandoverMessage.Draining:
                    _draining.TrySetResult();
                    break;
                case HandoverMessage.Refused refused:
                    Refusal = refused.Why;
                    Log.Refused(_logger, _line.PeerId, refused.Why);
                    await _refusal.CancelAsync();
                    _draining.TrySetResult();
                    break;
                case HandoverMessage.Client client when with is not null && _daemon is not null:
                    await TakeAsync(client, with);
                    break;
                default:
                    with?.Dispose();
                    break;
            }
        }

        // One that is not understood could do anything meanwhile.
        if (_line.Fault is { } fault)
        {
            Log.Misunderstood(_logger, _line.PeerId, fault);
            await _line.EndAsync(TimeSpan.Zero);
        }

        _draining.TrySetResult();
    }

    private async Task TakeAsync(HandoverMessage.Client client, SafeFileHandle socket)
    {
        if (NodeAddress.TryParse(client.Address) is not { } address)
        {
            socket.Dispose();
            return;
        }

        var state = new ClientState
        {
            Protocol = client.Protocol,
            Credentials = client.Credentials,
            Select = client.Select,
            Settings = client.Settings,
            HasSharedWrites = client.HasSharedWrites,
            HasSent = client.HasSent,
        };
        var remote = client.Remote is { } text && IPEndPoint.TryParse(text, out var known) ? known : null;
        await _daemon!.TakeAsync(client.Group, new EndpointSpec(client.Kind, address, client.Tls), new MovedClient(socket, remote, state, client.Begun));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "taking over from process {Process}, which goes on serving its clients meanwhile", EventName = "TakingOver")]
        public static partial void Taking(ILogger logger, int process);

        [LoggerMessage(2, LogLevel.Error, "process {Process} takes everything up again: {Why}", EventName = "HandoverRefused")]
        public static partial void Refused(ILogger logger, int process, string why);

        [LoggerMessage(3, LogLevel.Warning, "process {Process}, which hands over, does not answer: it is ended, and its clients with it", EventName = "PredecessorEnded")]
        public static partial void Ending(ILogger logger, int process);

        [LoggerMessage(4, LogLevel.Error, "process {Process}, which hands over, is not understood ({Fault}): it is ended, and its clients with it", EventName = "PredecessorMisunderstood")]
        public static partial void Misunderstood(ILogger logger, int process, string fault);
    }
}
