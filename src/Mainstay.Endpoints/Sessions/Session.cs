using Mainstay.Core.Serving;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Sessions;

/// <summary>One client of a group: takes what it sends, and gives it what it is owed.</summary>
internal sealed class Session : ClientConnection
{
    private readonly SessionContext _context;
    private readonly RequestIntake _intake;
    private readonly UpstreamSide _upstream;

    /// <summary>Takes over a connection: an accepted one, or one that another process had.</summary>
    public Session(Channel channel, EndpointContext endpoint, MovedClient? moved)
        : this(channel, endpoint, new SessionContext(endpoint, channel))
    {
        if (moved is null) return;
        _context.State.Resume(moved.State);
        _context.HasSharedWrites = moved.State.HasSharedWrites;
        HasSent = moved.State.HasSent;
        _context.Log.Append(moved.Begun.Span);
    }

    private Session(Channel channel, EndpointContext endpoint, SessionContext context)
        : base(channel, endpoint, context)
    {
        _context = context;
        _intake = new RequestIntake(context);
        _upstream = new UpstreamSide(context, Conclude, OnFault);
    }

    /// <inheritdoc/>
    protected override bool InRequest => _intake.InRequest;

    /// <inheritdoc/>
    protected override bool IsWaiting => _upstream.IsWaiting;

    /// <inheritdoc/>
    protected override bool IsAnswerDue => _upstream.IsAnswerDue;

    /// <inheritdoc/>
    protected override bool IsHeld => _upstream.Held.Count > 0 && !_context.Endpoint.Route.IsOpen;

    /// <summary>The group's fence was raised: nothing more goes to an older term once this returns.</summary>
    public void OnFence(bool drain)
    {
        _upstream.OnFence(drain);
        Conclude();
    }

    /// <summary>The time to drain is over; whether nothing is unanswered.</summary>
    public bool EndDrain()
    {
        var drained = IsOver || !_upstream.IsAnswerDue;
        if (!IsOver) _upstream.EndDrain();
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

    /// <inheritdoc/>
    protected override void TakeRequests()
    {
        var first = _context.Queue.Count;
        _intake.TakeAll();
        if (_context.Queue.Count > first) _upstream.OnAdded(first);
    }

    /// <inheritdoc/>
    protected override void OnClientRoom() => _upstream.OnClientRoom();

    /// <inheritdoc/>
    protected override void ReleaseIdle()
    {
        _upstream.ReleaseIdle();
        _context.Queue.Shrink();
    }

    /// <inheritdoc/>
    protected override void RefuseRequest()
    {
        _intake.EndWith(Replies.OutOfMemory);
        _context.Settle();
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        _upstream.End();
        _context.Queue.Clear();
    }

    /// <inheritdoc/>
    protected override ClientState? Describe() => Departure.IsPlain(_context, _intake) ? Departure.State(_context, HasSent) : null;
}
