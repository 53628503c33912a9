using System.Net;
using Mainstay.Core;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Clients;

/// <summary>
/// One client, whatever it speaks: reads from it no more than can be kept and is read, closes it when it takes longer than allowed, and gives it
/// to another process when asked to. Everything of it happens on its loop.
/// </summary>
internal abstract partial class ClientConnection : IChannelOwner, IDeferred
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
    private readonly Entrance _entrance;
    private readonly ClientContext _context;
    private LoopTimer? _timer;
    private LoopTimer? _hunger;
    private Instant? _starvedSince;
    private TaskCompletionSource? _drained;
    private Instant _lastHeard;
    private bool _wasFull;
    private bool _isBlocked;
    private bool _hasEnded;
    private bool _over;

    /// <summary>Takes over an accepted connection.</summary>
    protected ClientConnection(Channel channel, Entrance entrance, ClientContext context)
    {
        (_channel, _entrance, _context) = (channel, entrance, context);
        channel.Owner = this;
        _lastHeard = entrance.Now;
    }

    /// <inheritdoc/>
    public bool IsDeferred { get; set; }

    /// <summary>Who the client is.</summary>
    public IPEndPoint? Remote => _channel.Remote;

    /// <summary>Whether it ever sent anything.</summary>
    protected bool HasSent { get; set; }

    /// <summary>Whether the connection is over.</summary>
    protected bool IsOver => _over;

    /// <summary>Whether a request has begun and not ended.</summary>
    protected abstract bool InRequest { get; }

    /// <summary>Whether it waits for something that can't be told to be late.</summary>
    protected abstract bool IsWaiting { get; }

    /// <summary>Whether replies are due that a node gives by itself, and soon.</summary>
    protected abstract bool IsAnswerDue { get; }

    /// <summary>Whether requests of it wait for a node with nobody to send them to now.</summary>
    protected abstract bool IsHeld { get; }

    private bool IsFull => _context.Unanswered >= MostCommands || _context.Taken - _context.Log.Start >= MostBytes;

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (_over) return;

        // 1. Find room; an idle client keeps no buffer.
        var scratch = _entrance.Loop.Scratch;
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
        (_lastHeard, HasSent) = (_entrance.Now, true);
        EndHunger();
        _entrance.Counters.Add(EndpointCounter.BytesIn, count);
        _context.Log.Append(scratch.AsSpan(0, count));
        TakeRequests();

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
        LogFault(_entrance.Logger, fault);
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
            OnClientRoom();
        }

        Conclude();
    }

    /// <summary>Completes once nothing that was sent is unanswered, blocked commands aside; null when that is so now.</summary>
    public Task? WhenDrained()
    {
        if (_over || !IsAnswerDue) return null;
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    /// <summary>A second has passed: who took longer than allowed is closed, and what nobody needs is given back.</summary>
    public void OnSecond()
    {
        ReleaseIdle();
        var limits = _entrance.Limits;
        var silent = _entrance.Now - _lastHeard;
        var late = !HasSent ? Exceeds(limits.FirstByte) : InRequest ? Exceeds(limits.Partial) : !IsWaiting && Exceeds(limits.Idle);
        if (late)
        {
            _entrance.Counters.Add(EndpointCounter.IdleClosed);
            End();
        }
        else Conclude();

        bool Exceeds(TimeSpan limit) => limit > TimeSpan.Zero && silent >= limit;
    }

    /// <summary>Takes what another process had read of the client's next request.</summary>
    public void Resume()
    {
        TakeRequests();
        Conclude();
    }

    /// <summary>Looks whether the client can go to another process, which takes those who can from now on.</summary>
    public void OnSuccessor() => Conclude();

    /// <summary>Ends the connection from outside.</summary>
    public void Abort()
    {
        _context.Output.Flush();
        End();
    }

    /// <summary>Takes the requests that are in the log, and sends what can be sent.</summary>
    protected abstract void TakeRequests();

    /// <summary>The client read what it was owed: its next requests may be sent.</summary>
    protected abstract void OnClientRoom();

    /// <summary>Gives back what the client does not need just now.</summary>
    protected abstract void ReleaseIdle();

    /// <summary>There was no memory for the request that is coming: the client is told, and nothing more is taken from it.</summary>
    protected abstract void RefuseRequest();

    /// <summary>The client is gone: nobody waits for what it asked.</summary>
    protected abstract void OnEnd();

    /// <summary>What another process must know to serve the client once all is answered; null while it cannot go.</summary>
    protected abstract ClientState? Describe();

    /// <summary>What follows every event: replies go out, and whoever waits for what came to pass goes on.</summary>
    protected void Conclude()
    {
        if (_over) return;
        _context.Trim();
        var output = _context.Output;
        if (output.Unsent > 0)
        {
            _wasFull |= output.IsFull;
            if (!_isBlocked) _entrance.Loop.Defer(this);
            if (output.Unsent > _entrance.Limits.Output && !_context.IsBroken)
            {
                _entrance.Counters.Add(EndpointCounter.RefusedOutput);
                _context.IsBroken = true;
            }
        }

        if (_drained is not null && !IsAnswerDue)
        {
            _drained.TrySetResult();
            _drained = null;
        }

        var isLast = _context.IsBroken || ((_context.IsEnding || _hasEnded) && _context.Unanswered == 0);
        if (isLast) Finish();
        else if (_entrance.Successor is null || !Depart(_entrance.Successor)) _channel.IsReading = MayRead;
    }

    private bool MayRead => !_hasEnded && !_context.IsEnding && !IsFull && !_context.Output.IsFull && (_entrance.ClientFloor.Starving == 0 || _context.Unanswered == 0);

    private void EndHunger()
    {
        if (_starvedSince is null) return;
        _starvedSince = null;
        _hunger!.At = null;
        _entrance.ClientFloor.Starving--;
    }

    /// <summary>
    /// Gives the client to another process once all that was read of it is answered; until then nothing more is read, for what stays in the socket
    /// goes along. Whether it goes.
    /// </summary>
    private bool Depart(Action<MovedClient> successor)
    {
        if (_hasEnded || _context.IsEnding || !_channel.CanRelease || Describe() is not { } state) return false;
        _channel.IsReading = false;
        if (_context.Unanswered > 0 || _context.Output.Unsent > 0 || _channel.HasUnsent) return true;
        var begun = new byte[_context.Log.End - _context.Taken];
        _context.Log.Copy(_context.Taken, _context.Log.End, begun);
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
        if (IsHeld && !_context.IsEnding) End();
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
        if (_context.Unanswered > 0) return;
        if (_starvedSince is null) _entrance.ClientFloor.Starving++;
        _hunger ??= new LoopTimer(Conclude);
        _starvedSince ??= _entrance.Now;
        if (_entrance.Now - _starvedSince.Value < _famine)
        {
            _entrance.Loop.Schedule(_hunger, _hungerRetry);
            return;
        }

        _entrance.Counters.Add(EndpointCounter.RefusedMemory);
        RefuseRequest();
        Conclude();
    }

    private void Expect(TimeSpan delay)
    {
        if (_timer is not null) return;
        _timer = new LoopTimer(End);
        _entrance.Loop.Schedule(_timer, delay);
    }

    private void End()
    {
        if (_over) return;
        _over = true;
        if (_timer is not null) _timer.At = null;
        EndHunger();
        OnEnd();
        _context.Output.Break();
        _context.Log.Clear();
        _channel.Close();
        _drained?.TrySetResult();
        _entrance.Clients.Remove(this);
        _entrance.Counters.AddSession(-1);
        _entrance.OnClientEnded(Remote);
    }

    [LoggerMessage(1003, LogLevel.Error, "A session ended by a fault", EventName = "SessionFailed")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
