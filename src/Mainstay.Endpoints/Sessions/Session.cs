using System.Net;
using Mainstay.Core;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Sessions;

/// <summary>One client: takes what it sends, and gives it what it is owed. Everything of it happens on its loop.</summary>
internal sealed partial class Session : IChannelOwner, IDeferred
{
    /// <summary>Unanswered requests of one client above which nothing more is read from it.</summary>
    private const int MostCommands = 4096;

    /// <summary>Bytes of them, likewise.</summary>
    private const long MostBytes = 4 << 20;

    /// <summary>How long answers are awaited for a client that has closed its side.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(500);

    /// <summary>How long memory for a request is waited for.</summary>
    private static readonly TimeSpan _famine = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _hungerRetry = TimeSpan.FromMilliseconds(10);

    private readonly Channel _channel;
    private readonly SessionContext _context;
    private readonly RequestIntake _intake;
    private readonly UpstreamSide _upstream;
    private LoopTimer? _timer;
    private LoopTimer? _hunger;
    private Instant? _starvedSince;
    private TaskCompletionSource? _drained;
    private Instant _lastHeard;
    private bool _hasSent;
    private bool _wasFull;
    private bool _isBlocked;
    private bool _hasEnded;
    private bool _over;

    /// <summary>Takes over an accepted connection.</summary>
    public Session(Channel channel, EndpointContext endpoint)
    {
        _channel = channel;
        channel.Owner = this;
        _context = new SessionContext(endpoint, new ClientOutput(channel, endpoint));
        _intake = new RequestIntake(_context);
        _upstream = new UpstreamSide(_context, Conclude, OnFault);
        _lastHeard = endpoint.Now;
    }

    /// <summary>Takes over a connection that another process had; <see cref="Resume"/> follows once the channel has begun.</summary>
    public Session(Channel channel, EndpointContext endpoint, MovedClient moved)
        : this(channel, endpoint)
    {
        _context.State.Resume(moved.State);
        _context.HasSharedWrites = moved.State.HasSharedWrites;
        _hasSent = moved.State.HasSent;
        _context.Log.Append(moved.Begun.Span);
    }

    /// <inheritdoc/>
    public bool IsDeferred { get; set; }

    /// <summary>Who the client is.</summary>
    public IPEndPoint? Remote => _channel.Remote;

    private bool IsFull => _context.Queue.Count >= MostCommands || _context.Taken - _context.Log.Start >= MostBytes;

    private EndpointContext Endpoint => _context.Endpoint;

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (_over) return;

        // 1. Find room; an idle client keeps no buffer.
        var scratch = Endpoint.Floor.Loop.Scratch;
        var room = _context.Log.Room(scratch.Length);
        if (room == 0)
        {
            RefuseForMemory();
            return;
        }

        var count = _channel.Receive(scratch.AsMemory(0, room));
        if (count == Channel.Nothing) return;
        if (count == Channel.Ended)
        {
            OnClientEnded();
            return;
        }

        // 2. Take the requests, send what can be sent.
        (_lastHeard, _hasSent) = (Endpoint.Now, true);
        EndHunger();
        Endpoint.Counters.Add(EndpointCounter.BytesIn, count);
        var first = _context.Queue.Count;
        _context.Log.Append(scratch.AsSpan(0, count));
        _intake.TakeAll();
        if (_context.Queue.Count > first) _upstream.OnAdded(first);

        // 3. Neither more requests than can be kept, nor more replies than the client reads.
        Conclude();
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (_over) return;
        _isBlocked = false;
        OnTurnEnd();
    }

    /// <inheritdoc/>
    public void OnBroken() => End();

    /// <inheritdoc/>
    public void OnFault(Exception fault)
    {
        // A fault of ours costs one client its connection and nobody else anything.
        LogFault(Endpoint.Logger, fault);
        End();
    }

    /// <inheritdoc/>
    public void OnTurnEnd()
    {
        if (_over) return;
        if (!_isBlocked) _isBlocked = !_context.Output.Flush();
        if (_wasFull && !_context.Output.IsFull)
        {
            _wasFull = false;
            _upstream.OnClientRoom();
        }

        Conclude();
    }

    /// <summary>The group's fence was raised: nothing more goes to an older term once this returns.</summary>
    public void OnFence(bool drain)
    {
        _upstream.OnFence(drain);
        Conclude();
    }

    /// <summary>Completes once nothing that was sent is unanswered, blocked commands aside; null when that is so now.</summary>
    public Task? WhenDrained()
    {
        if (_over || !_upstream.IsAnswerDue) return null;
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    /// <summary>The time to drain is over; whether nothing is unanswered.</summary>
    public bool EndDrain()
    {
        var drained = _over || !_upstream.IsAnswerDue;
        if (!_over) _upstream.EndDrain();
        Conclude();
        return drained;
    }

    /// <summary>The group has a new topology.</summary>
    public void OnRoute()
    {
        _upstream.OnRoute();
        Conclude();
    }

    /// <summary>Refuses what was held as long as allowed.</summary>
    public void RefuseExpired()
    {
        _upstream.RefuseExpired();
        Conclude();
    }

    /// <summary>A second has passed: who took longer than allowed is closed, and connections that nobody needs are given back.</summary>
    public void OnSecond()
    {
        _upstream.ReleaseIdle();
        _context.Queue.Shrink();
        var limits = Endpoint.Limits;
        var silent = Endpoint.Now - _lastHeard;
        var late = !_hasSent ? Exceeds(limits.FirstByte) : _intake.InRequest ? Exceeds(limits.Partial) : !_upstream.IsWaiting && Exceeds(limits.Idle);
        if (late)
        {
            Endpoint.Counters.Add(EndpointCounter.IdleClosed);
            End();
        }
        else Conclude();

        bool Exceeds(TimeSpan limit) => limit > TimeSpan.Zero && silent >= limit;
    }

    /// <summary>Takes what another process had read of the client's next request.</summary>
    public void Resume()
    {
        var first = _context.Queue.Count;
        _intake.TakeAll();
        if (_context.Queue.Count > first) _upstream.OnAdded(first);
        Conclude();
    }

    /// <summary>Looks whether the client can go to another process, which takes those who can from now on.</summary>
    public void OnSuccessor() => Conclude();

    /// <summary>Ends the session from outside.</summary>
    public void Abort()
    {
        _context.Output.Flush();
        End();
    }

    /// <summary>What follows every event: replies go out, and whoever waits for what came to pass goes on.</summary>
    private void Conclude()
    {
        if (_over) return;
        _context.Trim();
        var output = _context.Output;
        if (output.Unsent > 0)
        {
            _wasFull |= output.IsFull;
            if (!_isBlocked) Endpoint.Floor.Loop.Defer(this);
            if (output.Unsent > Endpoint.Limits.Output && !_context.IsBroken)
            {
                Endpoint.Counters.Add(EndpointCounter.RefusedOutput);
                _context.IsBroken = true;
            }
        }

        if (_drained is not null && !_upstream.IsAnswerDue)
        {
            _drained.TrySetResult();
            _drained = null;
        }

        var isLast = _context.IsBroken || ((_context.IsEnding || _hasEnded) && _context.Queue.Count == 0);
        if (isLast) Finish();
        else if (Endpoint.Successor is null || !Depart(Endpoint.Successor)) _channel.IsReading = !_hasEnded && !_context.IsEnding && !IsFull && !output.IsFull && (Endpoint.Floor.Starving == 0 || _context.Queue.Count == 0);
    }

    private void EndHunger()
    {
        if (_starvedSince is null) return;
        _starvedSince = null;
        _hunger!.At = null;
        Endpoint.Floor.Starving--;
    }

    /// <summary>
    /// Gives the client to another process once all that was read of it is answered; until then nothing more is read, for what stays in the socket
    /// goes along. Whether it goes.
    /// </summary>
    private bool Depart(Action<MovedClient> successor)
    {
        if (_hasEnded || _context.IsEnding || !_channel.CanRelease || !Departure.IsPlain(_context, _intake)) return false;
        if (Departure.State(_context, _hasSent) is not { } state) return false;
        _channel.IsReading = false;
        if (_context.Queue.Count > 0 || _context.Output.Unsent > 0 || _channel.HasUnsent) return true;
        var begun = Departure.Begun(_context);
        if (_channel.Release() is not { } socket) return false;
        End();
        successor(new MovedClient(socket, Remote, state, begun));
        return true;
    }

    /// <summary>Nothing more comes: what is left of the replies is still sent, for a while.</summary>
    private void Finish()
    {
        _channel.IsReading = false;
        if (_context.Output.Unsent == 0 || _context.Output.Flush()) End();
        else Expect(_farewell);
    }

    /// <summary>The client sends nothing more. What is with a node is answered; what is held is not: nobody may be there to hear it.</summary>
    private void OnClientEnded()
    {
        _hasEnded = true;
        if (_upstream.Held.Count > 0 && !_context.IsEnding && !Endpoint.Route.IsOpen) End();
        else
        {
            if (!_context.IsEnding) Expect(_farewell);
            Conclude();
        }
    }

    private void RefuseForMemory()
    {
        _channel.IsReading = false;

        // Its own answers will make room, or others'. What is full of requests that never end makes none.
        if (_context.Queue.Count > 0) return;
        if (_starvedSince is null) Endpoint.Floor.Starving++;
        _hunger ??= new LoopTimer(Conclude);
        _starvedSince ??= Endpoint.Now;
        if (Endpoint.Now - _starvedSince.Value < _famine)
        {
            Endpoint.Floor.Loop.Schedule(_hunger, _hungerRetry);
            return;
        }

        Endpoint.Counters.Add(EndpointCounter.RefusedMemory);
        _intake.EndWith(Mainstay.Core.Serving.Replies.OutOfMemory);
        _context.Settle();
        Conclude();
    }

    private void Expect(TimeSpan delay)
    {
        if (_timer is not null) return;
        _timer = new LoopTimer(End);
        Endpoint.Floor.Loop.Schedule(_timer, delay);
    }

    private void End()
    {
        if (_over) return;
        _over = true;
        if (_timer is not null) _timer.At = null;
        EndHunger();
        _upstream.End();
        _context.Output.Break();
        _context.Queue.Clear();
        _context.Log.Clear();
        _channel.Close();
        _drained?.TrySetResult();
        Endpoint.Sessions.Remove(this);
        Endpoint.Counters.AddSession(-1);
        Endpoint.OnSessionEnded(this);
    }

    [LoggerMessage(1003, LogLevel.Error, "A session ended by a fault", EventName = "SessionFailed")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
