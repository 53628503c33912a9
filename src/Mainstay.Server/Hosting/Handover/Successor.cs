using Mainstay.Core.Configuration;
using Mainstay.Endpoints;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>
/// The daemon that takes over from this one, from its hello on. Until it serves, this one serves all clients and can take up everything again; from
/// then on this one only serves those who cannot be given away yet, and obeys.
/// </summary>
public sealed partial class Successor : IAsyncDisposable
{
    /// <summary>How long the new daemon may take until it serves. It adopts nodes, or starts some, and may have to find a primary.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long it may take to end what it began after it was refused.</summary>
    private static readonly TimeSpan Undoing = TimeSpan.FromSeconds(15);

    /// <summary>How long answers are awaited at the very end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly HandoverLine _line;
    private readonly HandoverMessage.Hello _hello;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<bool> _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    internal Successor(HandoverLine line, HandoverMessage.Hello hello, TimeProvider time, ILoggerFactory loggers)
    {
        (_line, _hello, _time, _loggers) = (line, hello, time, loggers);
        _logger = loggers.CreateLogger<Successor>();
    }

    /// <summary>Its process.</summary>
    public int ProcessId => _line.PeerId;

    /// <summary>
    /// Hands over and serves the rest of the clients. Returns null when that is done, and nothing of <paramref name="daemon"/> is left; or the daemon
    /// that goes on, for the other one did not come to serve.
    /// </summary>
    /// <param name="daemon">It is over with this call.</param>
    /// <param name="serving">Called once the other one serves, before it is told to begin.</param>
    /// <param name="cancellationToken">Ends the serving of the rest.</param>
    /// <exception cref="DaemonStartException">Neither came to pass.</exception>
    public async Task<Daemon?> TakeFromAsync(Daemon daemon, Action serving, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        ArgumentNullException.ThrowIfNull(serving);
        if (!daemon.CanHandOver)
        {
            _line.Say(new HandoverMessage.Refused("the running daemon does not serve by epoll (MAINSTAY_TRANSPORT), and other connections cannot be handed over"));
            await _line.FinishAsync();
            return daemon;
        }

        // 1. Nobody decides, answers or looks any more. Clients are served by the last topology.
        _line.Say(new HandoverMessage.Welcome(HandoverMessage.Version, HandoverPort.Program));
        var left = await daemon.LetGoAsync();

        // 2. The lock and the listening sockets, which both have from here on.
        left.Data.IsShared = true;
        _reading = Task.Run(() => ReadAsync(left.Plane), CancellationToken.None);
        _line.Share(new HandoverMessage.Lock(), left.Data.Lock);
        foreach (var (owner, (endpoint, socket)) in left.Plane.Listeners)
            _line.Share(new HandoverMessage.Listener(owner, endpoint.Kind, endpoint.Tls, endpoint.Address.ToString()), socket);
        _line.Say(new HandoverMessage.Yours());
        HandoverText.Rehearse();

        // 3. It serves, or all is taken up again.
        if (await WhyNotServingAsync() is { } why) return await ResumeAsync(left, why);
        serving();
        left.Data.Dispose();
        _line.Say(new HandoverMessage.Draining());

        // 4. Clients go there, each at its own moment. If the other one ends, nobody decides, and nobody may be served.
        await LeaveAsync(left.Plane, cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _reading;
    }

    private async Task<string?> WhyNotServingAsync()
    {
        try
        {
            return await _serves.Task.WaitAsync(Patience, _time) ? null : _line.Fault ?? "it ended before it served";
        }
        catch (TimeoutException)
        {
            return $"it did not serve within {Patience.TotalSeconds:0} s";
        }
    }

    private async Task<Daemon> ResumeAsync(Remainder left, string why)
    {
        Log.Resuming(_logger, _line.PeerId, why);
        _line.Say(new HandoverMessage.Refused(why));
        try
        {
            if (!await _line.EndAsync(Undoing)) throw new DaemonStartException($"Process {_line.PeerId} should have taken over and did not ({why}), and it does not end. End it, then start mainstay again.");
            left.Data.Reclaim();
        }
        catch
        {
            await left.Plane.DisposeAsync();
            left.Data.Dispose();
            throw;
        }

        return await Daemon.ResumeAsync(left, _time, _loggers, CancellationToken.None);
    }

    private async Task LeaveAsync(DataPlane plane, CancellationToken cancellationToken)
    {
        try
        {
            await plane.LeaveToAsync(Give);
            var began = _time.GetTimestamp();
            using var look = new PeriodicTimer(Look, _time);
            while (plane.Clients > 0 && !_line.Ended.IsCompleted && _line.Fault is null && _time.GetElapsedTime(began) < TimeSpan.FromSeconds(_hello.DrainSeconds))
                await look.WaitForNextTickAsync(cancellationToken);
            if (_line.Ended.IsCompleted || _line.Fault is not null) Log.Lost(_logger, _line.PeerId, plane.Clients);
            else
            {
                Log.Left(_logger, _line.PeerId, plane.Clients);
                await plane.DrainAsync(Farewell, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end: those who are left are told by a closed connection.
        }
        finally
        {
            await plane.DisposeAsync();
            await _line.FinishAsync();
        }
    }

    private void Give(string owner, EndpointSpec endpoint, MovedClient moved) =>
        _line.Give(
            new HandoverMessage.Client
            {
                Group = owner,
                Kind = endpoint.Kind,
                Tls = endpoint.Tls,
                Address = endpoint.Address.ToString(),
                Remote = moved.Remote?.ToString(),
                Protocol = moved.State.Protocol,
                Credentials = moved.State.Credentials,
                Select = moved.State.Select,
                Settings = moved.State.Settings,
                HasSharedWrites = moved.State.HasSharedWrites,
                HasSent = moved.State.HasSent,
                Begun = moved.Begun.ToArray(),
            },
            moved.Socket);

    private async Task ReadAsync(DataPlane plane)
    {
        await foreach (var (said, with) in _line.Incoming.ReadAllAsync())
        {
            with?.Dispose();
            switch (said)
            {
                case HandoverMessage.Fence fence:
                    _ = FenceAsync(plane, fence);
                    break;
                case HandoverMessage.Topology topology:
                    if (plane.Groups.TryGetValue(topology.Snapshot.Group, out var endpoints)) endpoints.Publish(topology.Snapshot);
                    break;
                case HandoverMessage.Cluster cluster:
                    _ = PublishAsync(plane, cluster);
                    break;
                case HandoverMessage.Serving:
                    _serves.TrySetResult(true);
                    break;
                default:
                    break;
            }
        }

        _serves.TrySetResult(false);
    }

    /// <summary>Raises the fence at once; what follows on the connection comes after it.</summary>
    private async Task FenceAsync(DataPlane plane, HandoverMessage.Fence fence)
    {
        try
        {
            var drained = !plane.Groups.TryGetValue(fence.Group, out var endpoints)
                || await endpoints.FenceAsync(fence.Term, TimeSpan.FromMilliseconds(fence.DrainMilliseconds), CancellationToken.None);
            _line.Say(new HandoverMessage.Fenced(fence.Id, drained));
        }
        catch (ObjectDisposedException)
        {
            // The endpoints are closed: the end of the connection says more than an answer.
        }
    }

    private async Task PublishAsync(DataPlane plane, HandoverMessage.Cluster cluster)
    {
        try
        {
            if (plane.Clusters.TryGetValue(cluster.Snapshot.Cluster, out var endpoints)) await endpoints.PublishAsync(cluster.Snapshot);
            _line.Say(new HandoverMessage.Fenced(cluster.Id, true));
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "process {Process} did not take over: {Why}. This daemon goes on", EventName = "HandoverFailed")]
        public static partial void Resuming(ILogger logger, int process, string why);

        [LoggerMessage(2, LogLevel.Information, "process {Process} serves; clients that could not be given to it and are closed: {Clients}", EventName = "HandoverDone")]
        public static partial void Left(ILogger logger, int process, int clients);

        [LoggerMessage(3, LogLevel.Error, "process {Process}, which took over, is gone: nobody decides, and the clients that are left are closed: {Clients}", EventName = "SuccessorLost")]
        public static partial void Lost(ILogger logger, int process, int clients);
    }
}
