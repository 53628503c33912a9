using System.Net.Sockets;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// One client: a loop that reads what it sends, and a lock under which everything else of it happens, whoever brings it: the client,
/// a node's connection, a timer, or the group with a fence or a topology.
/// </summary>
internal sealed class Session : IUpstreamOwner, IDisposable
{
    /// <summary>Unanswered requests of one client above which nothing more is read from it.</summary>
    private const int MostCommands = 4096;

    /// <summary>Bytes of them, likewise.</summary>
    private const long MostBytes = 4 << 20;

    /// <summary>How long answers are awaited for a client that has closed its side.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly SessionContext _context;
    private readonly RequestIntake _intake;
    private readonly UpstreamSide _upstream;
    private readonly ITimer _timer;
    private TaskCompletionSource? _settled;
    private TaskCompletionSource? _drained;
    private bool _over;
    private bool _told;

    /// <summary>Takes over an accepted connection.</summary>
    public Session(Socket socket, EndpointContext endpoint)
    {
        _socket = socket;
        _context = new SessionContext(endpoint, new ClientOutput(socket, _gate, OnRoom));
        _intake = new RequestIntake(_context);
        _timer = endpoint.Time.CreateTimer(static session => ((Session)session!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _upstream = new UpstreamSide(_context, this, delay => _timer.Change(delay, Timeout.InfiniteTimeSpan), new SendWindow());
    }

    private bool IsFull => _context.Queue.Count >= MostCommands || _context.Taken - _context.Log.Start >= MostBytes;

    /// <summary>Serves the client until it, or the endpoint, ends. Throws nothing.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync();
            await WhenAnsweredAsync();
            await _context.Output.WhenEmptyAsync().WaitAsync(_farewell, _context.Endpoint.Time);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or TimeoutException)
        {
            // The client went away, as clients do.
        }
        finally
        {
            End();
        }
    }

    /// <summary>The group's fence was raised: nothing more goes to an older term once this returns.</summary>
    public void OnFence(bool drain)
    {
        lock (_gate)
        {
            if (_over) return;
            _upstream.OnFence(drain);
            Conclude();
        }
    }

    /// <summary>Completes once nothing that was sent is unanswered, blocked commands aside.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (_over || !_upstream.IsAnswerDue) return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>The time to drain is over; whether nothing is unanswered.</summary>
    public bool EndDrain()
    {
        lock (_gate)
        {
            var drained = _over || !_upstream.IsAnswerDue;
            if (!_over) _upstream.EndDrain();
            Conclude();
            return drained;
        }
    }

    /// <summary>The group has a new topology.</summary>
    public void OnRoute() => Do(static session => session._upstream.OnRoute());

    /// <summary>Refuses what was held as long as allowed.</summary>
    public void RefuseExpired() => Do(static session => session._upstream.RefuseExpired());

    /// <summary>Ends the session from outside.</summary>
    public void Abort() => Do(static session => session._context.IsBroken = true);

    /// <inheritdoc/>
    public void OnVerified(UpstreamLink link)
    {
        lock (_gate)
        {
            if (_over) link.Dispose();
            else _upstream.OnVerified(link);
            Conclude();
        }
    }

    /// <inheritdoc/>
    public void OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!_over) _upstream.OnBytes(link, bytes);
            Conclude();
        }
    }

    /// <inheritdoc/>
    public void OnSendDone(UpstreamLink link)
    {
        lock (_gate)
        {
            if (!_over) _upstream.OnSendDone(link);
            Conclude();
        }
    }

    /// <inheritdoc/>
    public void OnClosed(UpstreamLink link, UpstreamFailure failure)
    {
        lock (_gate)
        {
            if (!_over) _upstream.OnClosed(link, failure);
            Conclude();
        }
    }

    /// <inheritdoc/>
    public ValueTask WhenRoomAsync() => _context.Output.WhenRoomAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _socket.Dispose();
    }

    /// <summary>The client read what it was owed: its next commands may be sent. The lock is held.</summary>
    private void OnRoom()
    {
        if (_over) return;
        _upstream!.Pump();
        Conclude();
    }

    private void OnTimer() => Do(static session => session._upstream.OnTimer());

    private void Do(Action<Session> what)
    {
        lock (_gate)
        {
            if (_over) return;
            what(this);
            Conclude();
        }
    }

    /// <summary>What follows every event: replies go out, and whoever waits for what came to pass goes on. The lock is held.</summary>
    private void Conclude()
    {
        _context.Output.Flush();
        if (_drained is not null && (_over || !_upstream.IsAnswerDue))
        {
            _drained.TrySetResult();
            _drained = null;
        }

        if (_settled is not null && (_over || _context.IsBroken || _context.Queue.Count == 0 || (!IsFull && !_context.IsEnding)))
        {
            _settled.TrySetResult();
            _settled = null;
        }

        // What is left of the replies is still sent; the reading loop notices and ends the session.
        if (!_context.IsBroken || _over || _told) return;
        _told = true;
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
            // The client was faster.
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            // 1. Wait for bytes; an idle client keeps no buffer.
            lock (_gate) _context.Log.ReleaseIfEmpty();
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);

            // 2. Find room, waiting for answers to make some.
            if (await RoomAsync() is not { IsEmpty: false } room) return;
            var count = await _socket.ReceiveAsync(room, SocketFlags.None);
            if (count == 0) return;

            // 3. Take the requests, send what can be sent.
            lock (_gate)
            {
                if (_context.IsBroken) return;
                var first = _context.Queue.Count;
                _context.Log.Advance(count);
                _intake.TakeAll();
                _upstream.OnAdded(first);
                Conclude();
                if (_context.IsEnding || _context.IsBroken) return;
            }

            // 4. Neither more requests than can be kept, nor more replies than the client reads.
            await _context.Output.WhenRoomAsync();
            if (SettledWhen(static session => session.IsFull) is { } waiting) await waiting;
        }
    }

    /// <summary>Room to receive into; empty when there is none and none can come, which the client is told.</summary>
    private async ValueTask<Memory<byte>> RoomAsync()
    {
        while (true)
        {
            Task? waiting;
            lock (_gate)
            {
                if (_context.IsBroken) return Memory<byte>.Empty;
                var room = _context.Log.GetRoom();
                if (!room.IsEmpty) return room;
                if (_context.Queue.Count == 0)
                {
                    _context.Endpoint.Counters.Add(EndpointCounter.RefusedMemory);
                    _intake.EndWith(Replies.OutOfMemory);
                    _context.Settle();
                    Conclude();
                    return Memory<byte>.Empty;
                }

                _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = _settled.Task;
            }

            await waiting;
        }
    }

    private Task? SettledWhen(Func<Session, bool> condition)
    {
        lock (_gate)
        {
            if (!condition(this) || _context.IsBroken) return null;
            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _settled.Task;
        }
    }

    /// <summary>The client sends nothing more. What is with a node is answered; what is held is not: nobody may be there to hear it.</summary>
    private async Task WhenAnsweredAsync()
    {
        Task? waiting;
        lock (_gate)
        {
            if (_context.IsBroken || _context.Queue.Count == 0) return;
            var asked = _context.IsEnding;
            if (!asked && _upstream.Held.Count > 0 && !_context.Endpoint.Route.IsOpen) return;
            _context.IsEnding = true;
            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = asked ? _settled.Task : _settled.Task.WaitAsync(_farewell, _context.Endpoint.Time);
        }

        await waiting;
    }

    private void End()
    {
        lock (_gate)
        {
            _over = true;
            _context.Output.Flush();
            _upstream.Dispose();
            _context.Output.Break();
            _context.Queue.Clear();
            _context.Log.Clear();
            Conclude();
        }

        Dispose();
    }
}
