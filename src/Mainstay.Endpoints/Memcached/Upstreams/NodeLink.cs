using Mainstay.Core;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Upstreams;

/// <summary>
/// The connection to one node in one of its lives, for the commands of all clients on a loop. Answers come in the order of the commands; whose
/// each is stands in a row. Used on its loop only.
/// </summary>
internal sealed class NodeLink : IChannelOwner, IDeferred
{
    /// <summary>Bytes that the system has not taken above which no more commands are put on them.</summary>
    private const long HighWater = 256 << 10;

    /// <summary>Answers that may be due at once.</summary>
    private const int MostDue = 16 << 10;

    /// <summary>Longest line of an answer.</summary>
    private const int LongestLine = 16 << 10;

    /// <summary>How long the node may owe an answer before it is given nothing more: should it never answer, what is still here did not run.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _shortestRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromMilliseconds(250);

    private readonly UpstreamSetting _setting;
    private readonly Action<string> _suspects;
    private readonly SendBuffer _output;
    private readonly Queue<Part> _due = new();
    private readonly List<IPartOwner> _touched = [];
    private readonly Queue<IPartOwner> _waiting = new();
    private readonly HashSet<IPartOwner> _isWaiting = [];
    private readonly LoopTimer _timer;
    private readonly FrameBuffer _rest = new();
    private IDisposable? _attempt;
    private Channel? _channel;
    private IPartOwner? _served;
    private Instant _heard;
    private long _appended;
    private int _failures;
    private bool _isBlocked;
    private bool _over;

    /// <summary>Prepares it; <see cref="Start"/> begins to connect.</summary>
    public NodeLink(UpstreamSetting setting, ClusterNode node, Action<string> suspects)
    {
        (_setting, _suspects, Node, Life, Address) = (setting, suspects, node.Name, node.Life, node.Address);
        _output = new SendBuffer(setting.Loop.Blocks);
        _timer = new LoopTimer(OnTimer);
    }

    /// <summary>The node, by its name.</summary>
    public string Node { get; }

    /// <summary>In which of its lives.</summary>
    public long Life { get; }

    /// <summary>Where it is.</summary>
    public NodeAddress Address { get; }

    /// <summary>Whether commands can be sent.</summary>
    public bool IsOpen => _channel is not null && !_over;

    /// <inheritdoc/>
    public bool IsDeferred { get; set; }

    /// <summary>Whether it takes nothing more just now.</summary>
    public bool IsBusy => IsFull || _waiting.Count > 0;

    private bool IsFull => _output.Unsent >= HighWater || _due.Count >= MostDue || (_due.Count > 0 && _setting.Loop.Now - _heard > _silence);

    /// <summary>Begins to connect, and goes on until it is or <see cref="End"/> is called.</summary>
    public void Start()
    {
        _setting.Loop.Schedule(_timer, _patience);
        _attempt = _setting.Connect(Address, null, OnConnected);
    }

    /// <summary>Whether it takes nothing more of <paramref name="owner"/> just now; if so, that is told when its turn has come. Nobody comes before those who wait already.</summary>
    public bool IsFullFor(IPartOwner owner)
    {
        if (IsOpen && !IsFull && (_waiting.Count == 0 || _served == owner)) return false;
        if (_isWaiting.Add(owner)) _waiting.Enqueue(owner);
        return true;
    }

    /// <summary>A part begins: what is appended until <see cref="Append"/> of the next is its own.</summary>
    public void Expect(Part part)
    {
        if (_due.Count == 0) _heard = _setting.Loop.Now;
        (part.From, part.Node, part.Life, part.IsOver) = (_appended, Node, Life, false);
        _due.Enqueue(part);
    }

    /// <summary>Takes bytes, which are sent at the end of the loop's turn.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _appended += bytes.Length;
        _output.Append(bytes);
        if (!_isBlocked) _setting.Loop.Defer(this);
    }

    /// <inheritdoc/>
    public void OnTurnEnd()
    {
        if (_over || _channel is not { } channel) return;
        _isBlocked = !_output.SendTo(channel);
        TellRoom();
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (_over) return;
        var scratch = _setting.Loop.Scratch;
        var count = _channel!.Receive(scratch);
        if (count == Channel.Nothing) return;
        if (count == Channel.Ended)
        {
            Lose();
            return;
        }

        _heard = _setting.Loop.Now;
        var sane = TakeFrames(scratch.AsSpan(0, count));
        TellTouched();
        if (!sane) Lose();
        else TellRoom();
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (_over) return;
        _isBlocked = !_output.SendTo(_channel!);
        if (!_isBlocked) TellRoom();
    }

    /// <inheritdoc/>
    public void OnBroken() => Lose();

    /// <inheritdoc/>
    public void OnFault(Exception fault)
    {
        _setting.Report(fault);
        Lose();
    }

    /// <summary>Ends it for good: the node does not serve any more, or in another life. What is unanswered is lost.</summary>
    public void End()
    {
        if (_over) return;
        _over = true;
        Drop();
    }

    private void OnConnected(Channel? channel, string? reason)
    {
        _attempt = null;
        if (_over)
        {
            channel?.Close();
            return;
        }

        if (channel is null)
        {
            RetryLater();
            return;
        }

        _timer.At = null;
        _failures = 0;
        _channel = channel;
        channel.Owner = this;
        TellRoom();
    }

    private void OnTimer()
    {
        if (_over || _channel is not null) return;
        if (_attempt is { } attempt)
        {
            attempt.Dispose();
            _attempt = null;
            RetryLater();
        }
        else Start();
    }

    private void RetryLater()
    {
        _suspects(Node);
        _setting.Loop.Schedule(_timer, TimeSpan.FromTicks(Math.Min(_longestRetry.Ticks, _shortestRetry.Ticks << Math.Min(_failures++, 10))));
    }

    /// <summary>The connection broke: what is unanswered is lost, and another is made.</summary>
    private void Lose()
    {
        if (_over || _channel is null) return;
        Drop();
        RetryLater();
    }

    private void Drop()
    {
        // 1. What was given to the system may have run; what is still here did not.
        var sent = _appended - _output.Unsent;
        _timer.At = null;
        _attempt?.Dispose();
        _attempt = null;
        _channel?.Close();
        _channel = null;
        _output.Clear();
        _rest.Clear();
        _isBlocked = false;

        // 2. Their owners decide what becomes of them, and then all go on: they may send again at once, elsewhere.
        var lost = _due.ToArray();
        var owners = lost.Select(part => part.Owner).OfType<IPartOwner>().Concat(_isWaiting).Distinct().ToArray();
        _due.Clear();
        _waiting.Clear();
        _isWaiting.Clear();
        foreach (var part in lost)
        {
            // A change that may still run leaves its key's place as it is: nothing is carried over there any more. What is carried over does no harm once, nor a flush late.
            if (part.From >= sent || part.Guard is { IsCarry: true } or { Place: < 0 }) part.Guard?.End();
            Tell(part.Owner, owner => owner.OnLost(part, part.From < sent));
        }

        foreach (var owner in owners) Tell(owner, static one => one.OnRoom());
    }

    /// <summary>Takes what came; false when it makes no sense.</summary>
    private bool TakeFrames(ReadOnlySpan<byte> bytes)
    {
        // 1. The rest of a frame that had begun before.
        while (!_rest.IsEmpty)
        {
            if (_due.Count == 0) return false;
            bytes = bytes[_rest.Fill(bytes)..];
            var read = MemcachedFrames.Read(_due.Peek().Shape, _rest.Bytes, LongestLine, out var length, out var isLast);
            if (read == FrameRead.Faulted) return false;
            if (read == FrameRead.Incomplete)
            {
                _rest.Expect(length);
                if (bytes.IsEmpty) return true;
                continue;
            }

            if (length < _rest.Bytes.Length) return false;
            if (!Give(_rest.Bytes, isLast)) return false;
            _rest.Clear();
        }

        // 2. Frames that lie whole in what came; what is left begins the next.
        while (!bytes.IsEmpty)
        {
            // Nobody asked: the order of answers can't be trusted any more.
            if (_due.Count == 0) return false;
            var read = MemcachedFrames.Read(_due.Peek().Shape, bytes, LongestLine, out var length, out var isLast);
            if (read == FrameRead.Faulted) return false;
            if (read == FrameRead.Incomplete)
            {
                _rest.Begin(bytes, length);
                return true;
            }

            if (!Give(bytes[..(int)length], isLast)) return false;
            bytes = bytes[(int)length..];
        }

        return true;
    }

    /// <summary>Gives a frame to whom it is for; false when it cannot be for it.</summary>
    private bool Give(ReadOnlySpan<byte> frame, bool isLast)
    {
        var part = isLast ? _due.Dequeue() : _due.Peek();
        part.IsOver = isLast;
        if (isLast) part.Guard?.End();
        if (part.Owner is not { } owner) return true;
        if (_touched.Count == 0 || _touched[^1] != owner) _touched.Add(owner);
        try
        {
            return owner.OnFrame(part, frame, isLast) || isLast;
        }
        catch (Exception e)
        {
            // The others' answers follow.
            owner.OnFault(e);
            return true;
        }
    }

    private void TellTouched()
    {
        for (var i = 0; i < _touched.Count; i++) Tell(_touched[i], static owner => owner.OnReplies());
        _touched.Clear();
    }

    private void TellRoom()
    {
        if (_due.Count >= MostDue / 2) return;
        while (IsOpen && !IsFull && _waiting.TryDequeue(out var owner))
        {
            _isWaiting.Remove(owner);
            _served = owner;
            Tell(owner, static one => one.OnRoom());
            _served = null;
        }
    }

    /// <summary>Tells one owner; a fault of ours in that is its own and must not keep the others from hearing.</summary>
    private static void Tell(IPartOwner? owner, Action<IPartOwner> what)
    {
        if (owner is null) return;
        try
        {
            what(owner);
        }
        catch (Exception e)
        {
            owner.OnFault(e);
        }
    }
}
