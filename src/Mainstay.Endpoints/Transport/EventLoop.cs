using System.Net;
using Mainstay.Core;
using Mainstay.Core.Topology;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Transport;

/// <summary>
/// One thread on which everything of its connections happens, so that nothing of them needs a lock. A turn: what the system has to tell,
/// what others posted, timers, and last what was deferred, which is where gathered bytes are sent.
/// </summary>
internal abstract partial class EventLoop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly PriorityQueue<LoopTimer, Instant> _timers = new();
    private readonly Queue<IDeferred> _deferred = new();
    private List<Action> _posted = [];
    private List<Action> _running = [];
    private int _woken;
    private volatile bool _stopping;

    /// <summary>Prepares a loop; <see cref="Start"/> begins it.</summary>
    protected EventLoop(int number, TimeProvider time, ILogger logger)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = $"endpoints {number}" };
    }

    /// <summary>The time at the beginning of this turn, on this loop's own scale.</summary>
    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromTicks(1);

    /// <summary>Blocks for reading and writing.</summary>
    public BlockPool Blocks { get; } = new();

    /// <summary>Where whoever receives may receive into; its content lasts until the next receives.</summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(64 << 10, pinned: true);

    /// <summary>Whether the caller runs on this loop.</summary>
    public bool IsHere => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    /// <summary>Begins to turn.</summary>
    public void Start() => _thread.Start();

    /// <summary>Runs <paramref name="action"/> on the loop, after what was posted before it. From any thread.</summary>
    public void Post(Action action)
    {
        lock (_gate) _posted.Add(action);
        if (Interlocked.Exchange(ref _woken, 1) == 0) Wake();
    }

    /// <summary>Runs <paramref name="action"/> on the loop and completes when it has run. From any thread.</summary>
    public Task InvokeAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Does <paramref name="item"/> once at the end of this turn. On the loop only.</summary>
    public void Defer(IDeferred item)
    {
        if (item.IsDeferred) return;
        item.IsDeferred = true;
        _deferred.Enqueue(item);
    }

    /// <summary>Sets a timer, in place of what it was set to. On the loop only.</summary>
    public void Schedule(LoopTimer timer, TimeSpan delay)
    {
        var at = Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        timer.At = at;
        if (timer.Booked is { } booked && booked <= at) return;
        timer.Booked = at;
        _timers.Enqueue(timer, at);
    }

    /// <summary>Begins to connect to a node, by its unix socket where there is one; <paramref name="done"/> gets the channel, or why there is none.</summary>
    /// <returns>Gives the attempt up.</returns>
    public abstract IDisposable Connect(NodeAddress address, string? unixSocket, Action<Channel?, string?> done);

    /// <summary>Begins to accept from a listener; every accepted connection is told to <paramref name="accepted"/> on this loop.</summary>
    public abstract void Accept(Listener listener, Action<Channel> accepted, Action<string> failed);

    /// <summary>
    /// Takes over a connection that another process had; whether the loop can. It is told to <paramref name="taken"/> as an accepted one is. On
    /// the loop only.
    /// </summary>
    public virtual bool Take(SafeFileHandle socket, IPEndPoint? remote, Action<Channel> taken) => false;

    /// <summary>Ends the thread. What is open must be closed before.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Post(static () => { });
        if (_thread.IsAlive && !IsHere) _thread.Join();
        Free();
    }

    /// <summary>Tells what the system has to tell; waits at most <paramref name="milliseconds"/> for it (-1: until woken). Whether there was any.</summary>
    protected abstract bool Poll(int milliseconds);

    /// <summary>Ends a wait. From any thread.</summary>
    protected abstract void Wake();

    /// <summary>Gives back what the loop itself has of the system.</summary>
    protected abstract void Free();

    /// <summary>A fault outside of anybody's responsibility.</summary>
    protected void Report(Exception fault) => LogFault(_logger, fault);

    private void Run()
    {
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception e)
            {
                // Nothing may end the loop: everybody else's connections live on it.
                Report(e);
            }
        }
    }

    private void Turn()
    {
        // 1. What the system has to tell. A look before a wait: while there is work the loop never sleeps.
        if (!Poll(0)) Poll(Patience());

        // 2. What other threads want.
        if (Volatile.Read(ref _woken) != 0) RunPosted();

        // 3. Timers, then what gathered during the turn.
        FireTimers();
        Finish();
    }

    /// <summary>Called by <see cref="Poll"/> when time has passed in it, before it tells anything.</summary>
    protected void Refresh() => Now = Instant.Zero + _time.GetElapsedTime(_origin) + TimeSpan.FromTicks(1);

    /// <summary>How long the loop may sleep, in milliseconds; -1 for as long as nothing happens.</summary>
    private int Patience()
    {
        if (Volatile.Read(ref _woken) != 0 || _deferred.Count > 0 || _stopping) return 0;
        if (!_timers.TryPeek(out _, out var at)) return -1;
        var left = at - (Instant.Zero + _time.GetElapsedTime(_origin));
        return left <= TimeSpan.Zero ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(left.TotalMilliseconds));
    }

    private void RunPosted()
    {
        Volatile.Write(ref _woken, 0);
        lock (_gate) (_posted, _running) = (_running, _posted);
        foreach (var action in _running)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                Report(e);
            }
        }

        _running.Clear();
    }

    private void FireTimers()
    {
        while (_timers.TryPeek(out var timer, out var at) && at <= Now)
        {
            _timers.Dequeue();
            if (timer.Booked != at) continue;
            timer.Booked = null;
            if (timer.At is not { } due) continue;
            if (due > Now)
            {
                timer.Booked = due;
                _timers.Enqueue(timer, due);
                continue;
            }

            timer.At = null;
            try
            {
                timer.Fire();
            }
            catch (Exception e)
            {
                Report(e);
            }
        }
    }

    private void Finish()
    {
        while (_deferred.TryDequeue(out var item))
        {
            item.IsDeferred = false;
            try
            {
                item.OnTurnEnd();
            }
            catch (Exception e)
            {
                item.OnFault(e);
            }
        }
    }

    [LoggerMessage(1030, LogLevel.Error, "A fault on the endpoints' loop", EventName = "LoopFault")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
