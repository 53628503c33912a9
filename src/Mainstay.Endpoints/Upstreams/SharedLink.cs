using Mainstay.Endpoints.Metrics;
using Mainstay.Core;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>
/// One connection to a node for the plain commands of many sessions. Replies come in the order of the commands; whose each is stands in a
/// row. The slightest doubt about it ends the connection: a reply must never reach another client.
/// </summary>
internal sealed class SharedLink : IUpstreamOwner, IReplySink
{
    /// <summary>Replies that may be due at once.</summary>
    private const int MostDue = 16 << 10;

    /// <summary>
    /// How long the node may owe an answer before it is given nothing more: behind what it is busy with, commands would only wait there, and
    /// should it never answer, those that are still here did not run.
    /// </summary>
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(25);

    /// <summary>How long it is kept after the last session left.</summary>
    private static readonly TimeSpan _linger = TimeSpan.FromSeconds(10);

    private readonly UpstreamLink _link;
    private readonly ReplyFrames _frames;
    private readonly EventLoop _loop;
    private readonly Action<SharedLink> _forget;
    private readonly Action<UpstreamFailure> _failed;
    private readonly HashSet<SharedLane> _lanes = [];
    private readonly List<SharedLane> _touched = [];
    private readonly Queue<SharedLane> _waiting = new();
    private readonly DueReplies _due = new();
    private readonly LoopTimer _idle;
    private SharedLane? _midway;
    private SharedLane? _served;
    private Instant _heard;
    private bool _started;
    private bool _over;

    /// <summary>Prepares it; the first to join makes it connect.</summary>
    public SharedLink(UpstreamSetting setting, RouteTarget target, IReadOnlyList<byte[]> greeting, Action<SharedLink> forget, Action<UpstreamFailure> failed, UpstreamGauge gauge)
    {
        (_loop, _forget, _failed) = (setting.Loop, forget, failed);
        _link = new UpstreamLink(setting, target, greeting, this, gauge);
        _frames = new ReplyFrames(this);
        _idle = new LoopTimer(CloseIfIdle);
    }

    /// <summary>Whom it reaches.</summary>
    public RouteTarget Target
    {
        get => _link.Target;
        set => _link.Target = value;
    }

    /// <summary>Whether commands may be sent.</summary>
    public bool IsVerified => _link.IsVerified;

    /// <summary>Whether bytes are here that the system has not taken.</summary>
    public bool HasUnsent => _link.HasUnsent;

    private bool IsFull => _link.IsFull || _due.Count >= MostDue || IsSilent;

    /// <summary>Bytes given to it.</summary>
    public long Appended => _link.Appended;

    /// <summary>Of those, the bytes that the system took.</summary>
    public long Sent => _link.Sent;

    /// <summary>Whether part of a reply went on to this lane's session.</summary>
    public bool IsMidwayFor(SharedLane lane) => _midway == lane;

    /// <summary>Whether it takes no more of this lane just now; if so, the lane is told when its turn has come. Nobody comes before those who wait already.</summary>
    public bool IsFullFor(SharedLane lane)
    {
        if (!IsFull && (_waiting.Count == 0 || _served == lane)) return false;
        if (!lane.IsWaiting)
        {
            lane.IsWaiting = true;
            _waiting.Enqueue(lane);
        }

        return true;
    }

    /// <summary>A session joins.</summary>
    public void Join(SharedLane lane)
    {
        _lanes.Add(lane);
        _idle.At = null;
        if (_started) return;
        _started = true;
        _link.Start();
    }

    /// <summary>A session leaves.</summary>
    public void Leave(SharedLane lane)
    {
        _lanes.Remove(lane);
        if (_lanes.Count == 0 && !_over) _loop.Schedule(_idle, _linger);
    }

    /// <summary>Nobody joins any more; those who are here leave by themselves.</summary>
    public void Retire()
    {
        _forget(this);
        if (_lanes.Count == 0) Close();
    }

    /// <summary>Ends it for all, so that nothing of what the system has not taken is ever sent.</summary>
    public void End(string reason)
    {
        Close();
        TellClosed(new UpstreamFailure(UpstreamStage.Open, reason));
    }

    /// <summary>Takes bytes of a command.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _link.Append(bytes);

    /// <summary>A command of the lane's session is complete; its reply is due.</summary>
    public void Expect(SharedLane lane)
    {
        if (_due.Count == 0) _heard = _loop.Now;
        _due.Add(lane);
    }

    private bool IsSilent => _due.Count > 0 && _loop.Now - _heard > _silence;

    void IUpstreamOwner.OnVerified(UpstreamLink link)
    {
        foreach (var lane in _lanes.ToArray()) Tell(lane, static (owner, lane) => owner.OnVerified(lane));
    }

    void IUpstreamOwner.OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes)
    {
        _heard = _loop.Now;
        var sane = _frames.Take(bytes);
        TellTouched();
        if (!sane && !_over)
        {
            _failed(new UpstreamFailure(UpstreamStage.Open, "a reply made no sense"));
            End("a reply made no sense");
        }
        else TellRoom();
    }

    void IUpstreamOwner.OnSent(UpstreamLink link) => TellRoom();

    void IUpstreamOwner.OnClosed(UpstreamLink link, UpstreamFailure failure)
    {
        _failed(failure);
        Close();
        TellClosed(failure);
    }

    bool IReplySink.Take(RespType type, ReadOnlySpan<byte> frame)
    {
        // Nobody subscribes or tracks on a shared connection: a push is nobody's.
        if (type == RespType.Push) return true;
        if (_due.Take() is not { } lane) return false;
        if (lane.Owner is not { } owner) return true;
        Touch(lane);
        try
        {
            return owner.Replies.Take(type, frame);
        }
        catch (Exception e)
        {
            // The others' replies follow.
            owner.OnFault(e);
            return true;
        }
    }

    StreamMode IReplySink.BeginStream(RespType type, ReadOnlySpan<byte> beginning)
    {
        if (type == RespType.Push || _due.Peek() is not { } lane) return StreamMode.Collect;
        if (lane.Owner is not { } owner) return StreamMode.Discard;
        var mode = owner.Replies.BeginStream(type, beginning);
        if (mode == StreamMode.Forward) _midway = lane;
        return mode;
    }

    void IReplySink.Forward(ReadOnlySpan<byte> part)
    {
        if (_midway?.Owner is not { } owner) return;
        Touch(_midway);
        owner.Replies.Forward(part);
    }

    void IReplySink.EndStream(StreamMode mode, long length)
    {
        _midway = null;
        if (_due.Take() is not { Owner: { } owner } lane) return;
        Touch(lane);
        owner.Replies.EndStream(mode, length);
    }

    private void Touch(SharedLane lane)
    {
        if (lane.IsTouched) return;
        lane.IsTouched = true;
        _touched.Add(lane);
    }

    private void TellTouched()
    {
        foreach (var lane in _touched)
        {
            lane.IsTouched = false;
            Tell(lane, static (owner, lane) => owner.OnReplies(lane));
        }

        _touched.Clear();
    }

    private void TellRoom()
    {
        if (_over || _due.Count >= MostDue / 2) return;
        while (!IsFull && _waiting.TryDequeue(out var lane))
        {
            lane.IsWaiting = false;
            _served = lane;
            Tell(lane, static (owner, lane) => owner.OnRoom(lane));
            _served = null;
        }
    }

    private void TellClosed(UpstreamFailure failure)
    {
        foreach (var lane in _lanes.ToArray()) Tell(lane, (owner, lane) => owner.OnClosed(lane, failure));
    }

    /// <summary>Tells one session; a fault of ours in that is its own and must not keep the others from hearing.</summary>
    private static void Tell(SharedLane lane, Action<ILaneOwner, SharedLane> what)
    {
        if (lane.Owner is not { } owner) return;
        try
        {
            what(owner, lane);
        }
        catch (Exception e)
        {
            owner.OnFault(e);
        }
    }

    private void CloseIfIdle()
    {
        if (_lanes.Count == 0) Close();
    }

    private void Close()
    {
        if (_over) return;
        _over = true;
        _idle.At = null;
        _forget(this);
        _link.Close();
    }
}
