using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>One client of a memcached cluster: takes what it sends, and gives it what it is owed.</summary>
internal sealed class MemcachedSession : ClientConnection, IPartOwner
{
    private readonly MemcachedContext _context;
    private readonly RequestIntake _intake;
    private readonly HeldRequests _held;
    private readonly RequestSender _sender;
    private readonly AnswerIntake _answers;

    /// <summary>Takes over a connection: an accepted one, or one that another process had.</summary>
    public MemcachedSession(Channel channel, ClusterEntrance entrance, MovedClient? moved)
        : this(channel, entrance, new MemcachedContext(entrance, channel))
    {
        if (moved is null) return;
        HasSent = moved.State.HasSent;
        _context.Log.Append(moved.Begun.Span);
    }

    private MemcachedSession(Channel channel, ClusterEntrance entrance, MemcachedContext context)
        : base(channel, entrance, context)
    {
        _context = context;
        _intake = new RequestIntake(context);
        _held = new HeldRequests(context);
        _sender = new RequestSender(context, _held, this);
        _answers = new AnswerIntake(context, _held, Go);
    }

    /// <inheritdoc/>
    protected override bool InRequest => _intake.InRequest;

    /// <inheritdoc/>
    protected override bool IsWaiting => _context.Queue.Count > 0;

    /// <inheritdoc/>
    protected override bool IsAnswerDue => _context.KeysDue > 0;

    /// <inheritdoc/>
    protected override bool IsHeld => _held.Count > 0;

    /// <summary>The cluster has a new topology, or other rules.</summary>
    public void OnRoute() => Go();

    /// <summary>Refuses what was held as long as allowed.</summary>
    public void RefuseExpired()
    {
        if (_held.RefuseExpired()) Go();
    }

    /// <inheritdoc/>
    public bool OnFrame(Part part, ReadOnlySpan<byte> frame, bool isLast) => _answers.Take(part, frame, isLast);

    /// <inheritdoc/>
    public void OnReplies() => Go();

    /// <inheritdoc/>
    public void OnLost(Part part, bool mayHaveRun) => _answers.Lose(part, mayHaveRun);

    /// <inheritdoc/>
    public void OnRoom() => Go();

    /// <inheritdoc/>
    protected override void TakeRequests()
    {
        _intake.TakeAll();
        _sender.Send();
        _answers.Settle();
    }

    /// <inheritdoc/>
    protected override void OnClientRoom()
    {
        _sender.Send();
        _answers.Settle();
    }

    /// <inheritdoc/>
    protected override void ReleaseIdle() => _context.Queue.ReleaseIdle();

    /// <inheritdoc/>
    protected override void RefuseRequest()
    {
        _intake.EndWith(MemcachedReplies.OutOfMemory);
        _sender.Send();
        _answers.Settle();
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        _held.DropAll();
        _sender.End();
        _intake.Forget();
        for (var i = 0; i < _context.Queue.Count; i++) _context.Abandon(_context.Queue[i]);
        _context.Queue.Clear();
    }

    /// <inheritdoc/>
    protected override ClientState? Describe() => _intake.IsPlain ? new ClientState { HasSent = HasSent } : null;

    private void Go()
    {
        if (IsOver) return;
        _answers.Settle();
        _sender.Send();
        _answers.Settle();
        Conclude();
    }
}
