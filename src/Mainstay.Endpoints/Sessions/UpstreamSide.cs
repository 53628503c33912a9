using Mainstay.Core;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// A session's way to its node: the lane in use, the one that will follow it, and what becomes of commands in between. Used on its loop only.
/// </summary>
internal sealed partial class UpstreamSide : ILaneOwner
{
    /// <summary>How long answers of a node that is being left are awaited. Those of a living node are there before the new primary is published.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan _shortestRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromMilliseconds(250);

    private readonly SessionContext _session;
    private readonly Action _conclude;
    private readonly Action<Exception> _fault;
    private readonly HeldCommands _held;
    private readonly LaneRules _rules;
    private readonly ReplyIntake _replies;
    private readonly CommandSender _sender;
    private LoopTimer? _timer;
    private Lane? _lane;
    private Lane? _next;
    private int _nextGreeting;
    private bool _leaving;
    private Instant? _retryAt;
    private Instant? _graceEnd;
    private int _failures;
    private string? _avoid;

    /// <summary>A session's side towards its node.</summary>
    /// <param name="session">The session.</param>
    /// <param name="conclude">To be called after everything that happens here by itself.</param>
    /// <param name="fault">Gives the session up.</param>
    public UpstreamSide(SessionContext session, Action conclude, Action<Exception> fault)
    {
        (_session, _conclude, _fault) = (session, conclude, fault);
        var window = new SendWindow();
        _held = new HeldCommands(session);
        _rules = new LaneRules(session);
        _replies = new ReplyIntake(session, window, _rules);
        _sender = new CommandSender(session, window, _rules);
    }

    /// <summary>Commands of this session that are held.</summary>
    public HeldCommands Held => _held;

    /// <summary>Whether replies are due that a node gives by itself: blocked commands aside, they block what follows.</summary>
    public bool IsAnswerDue => _lane is not null && (_lane is { IsShared: false, HasUnsent: true } || _session.Queue.Due() is { Blocks: false });

    /// <summary>Whether it waits for something that can't be told to be late.</summary>
    public bool IsWaiting => _session.State.Listens || _session.Queue.Count > 0;

    /// <inheritdoc/>
    public IReplySink Replies => _replies;

    private bool CanSend => _lane is not null && !_leaving && Route.MaySend(_lane.Target);

    private GroupRoute Route => _session.Endpoint.Route;

    /// <summary>Commands were added from <paramref name="first"/> on.</summary>
    public void OnAdded(int first)
    {
        if (_lane is null) Seek();
        if (!CanSend)
        {
            for (var i = first; i < _session.Queue.Count; i++) _held.Hold(i);
            Seek();
        }

        Pump();
    }

    /// <summary>The fence was raised.</summary>
    public void OnFence(bool drain)
    {
        if (_next is not null && !Route.MaySend(_next.Target)) DropNext();
        if (_lane is null || Route.MaySend(_lane.Target)) return;
        _held.HoldAll();

        // What the system has not taken yet must not reach a primary that is being left for good.
        if (!drain && _lane.HasUnsent) Abandon();
    }

    /// <summary>A drain is over: nothing may be on its way any more.</summary>
    public void EndDrain()
    {
        if (_lane is { HasUnsent: true } && !Route.MaySend(_lane.Target)) Abandon();
    }

    /// <summary>There is a new topology.</summary>
    public void OnRoute()
    {
        _avoid = null;
        _failures = 0;
        _retryAt = null;
        if (_lane is not null)
        {
            var target = Route.TargetFor(_session.Endpoint.Kind, _lane.Target, null);
            if (target is null && Route.IsUnfit(_session.Endpoint.Kind, _lane.Target)) Leave();
            else if (target is null) _held.HoldAll();
            else if (!target.IsSameProcess(_lane.Target)) Leave();
            else if (!_leaving) _lane.Target = target;
        }

        Seek();
        Pump();
    }

    /// <inheritdoc/>
    public void OnVerified(Lane lane)
    {
        if (lane == _next && _lane is null) Promote();
        _conclude();
    }

    /// <inheritdoc/>
    public void OnReplies(Lane lane)
    {
        if (lane != _lane) return;
        if (_replies.Verdict != ReplyVerdict.Answer) OnVerdict();
        _session.Settle();
        if (_leaving && _session.Queue.Due() is null) Lose();
        Pump();
        if (_session.Output.IsFull) _lane?.SetReading(false);
        _conclude();
    }

    /// <inheritdoc/>
    public void OnRoom(Lane lane)
    {
        if (lane != _lane) return;
        Pump();
        _conclude();
    }

    /// <inheritdoc/>
    public void OnClosed(Lane lane, UpstreamFailure failure)
    {
        if (lane != _lane && lane != _next) return;
        if (!lane.IsShared) Count(failure);
        Log.Lost(_session.Endpoint.Logger, lane.Target.Node, failure.Stage, failure.Reason);
        _avoid = lane.Target.Node;
        if (lane == _lane) Lose();
        else
        {
            DropNext();
            if (failure.Stage == UpstreamStage.Greeting)
            {
                // Trying again would not help: the client learns why, once.
                _session.GiveError(SessionContext.ErrorLine(failure.Reason));
                _session.IsBroken = true;
            }
            else RetryLater();
        }

        _conclude();
    }

    /// <inheritdoc/>
    public void OnFault(Exception fault) => _fault(fault);

    /// <summary>The client read what it was owed: its next commands may be sent.</summary>
    public void OnClientRoom()
    {
        _lane?.SetReading(true);
        Pump();
    }

    /// <summary>Refuses what was held as long as allowed.</summary>
    public void RefuseExpired()
    {
        if (!_held.AnyExpired()) return;

        // A connection that is fenced may have half a command, or a transaction, that is now refused.
        if (_lane is not null && !CanSend) Lose();
        _held.RefuseExpired();
        _session.Settle();
    }

    /// <summary>Gives a connection of its own back that is not needed any more.</summary>
    public void ReleaseIdle()
    {
        if (_lane is not { IsShared: false } lane || _leaving || _session.Queue.Count > 0 || !_rules.IsOwnOver) return;
        _lane = null;
        Drop(lane);
    }

    /// <summary>The session is over.</summary>
    public void End()
    {
        DropNext();
        _held.DropAll();
        if (_timer is not null) _timer.At = null;
        if (_lane is not { } lane) return;
        _lane = null;
        Drop(lane);
    }

    /// <summary>Sends what may be sent.</summary>
    public void Pump()
    {
        while (CanSend && !_session.IsBroken && !_session.Output.IsFull)
        {
            if (_sender.Fill(_lane!, _held, _replies) != FillResult.OtherLane) break;
            var lane = _lane!;
            _lane = null;
            Drop(lane);
            Seek();
            if (!CanSend)
            {
                _held.HoldAll();
                break;
            }
        }

        _session.Settle();
    }

    private void OnTimer()
    {
        var now = _session.Endpoint.Now;
        if (_leaving && _graceEnd is { } end && now >= end) Lose();
        if (_retryAt is { } at && now >= at)
        {
            _retryAt = null;
            Seek();
        }

        Arm();
        Pump();
        _conclude();
    }

    private void OnVerdict()
    {
        var verdict = _replies.Verdict;
        _replies.Verdict = ReplyVerdict.Answer;
        _avoid = _lane!.Target.Node;

        // What was taken for a primary is none: whoever comes next must see for himself.
        if (verdict is ReplyVerdict.NotPrimary or ReplyVerdict.TransactionNotPrimary && _lane is SharedLane shared) shared.Retire();

        // The node is alive and just not able: asking again at once would be a busy loop.
        if (verdict is ReplyVerdict.NotServing or ReplyVerdict.TooFewReplicas) _retryAt ??= _session.Endpoint.Now + TimeSpan.FromMilliseconds(50);
        Leave();
    }

    /// <summary>Nothing more is sent on the lane; it ends once what was sent is answered, or will not be.</summary>
    private void Leave()
    {
        if (_leaving) return;
        _leaving = true;
        _held.HoldAll();
        if (!IsLossOfWorth())
        {
            Lose();
            return;
        }

        _graceEnd = _session.Endpoint.Now + _grace;
        Arm();
    }

    /// <summary>Whether a reply is due that can't be had by asking again.</summary>
    private bool IsLossOfWorth()
    {
        if (_session.Queue.Due() is null) return false;
        for (var i = _session.Queue.NextToAnswer; i < _session.Queue.NextToSend; i++)
            if (_session.Queue[i] is { Stage: CommandStage.Sent, Spec.Repeatable: false }) return true;
        return false;
    }

    /// <summary>The lane is given up, and what it has not sent yet must never be sent: on a shared connection it is of others, too.</summary>
    private void Abandon()
    {
        if (_lane is SharedLane shared) shared.Abandon();
        else Lose();
    }

    /// <summary>The lane is given up: decides about each command that was sent on it, and goes on with the next one.</summary>
    private void Lose()
    {
        if (_lane is not { } lane) return;
        _lane = null;
        _leaving = false;
        _graceEnd = null;
        if (lane.IsMidway) _session.IsBroken = true;
        InFlight.Resolve(_session, atReplica: !lane.Target.IsPrimary, lane.Sent);
        Drop(lane);
        _session.Queue.Rewind();
        _held.HoldAll();
        _session.Settle();
        if (_next is { IsVerified: true }) Promote();
        else Seek();
    }

    /// <summary>Begins to connect where commands should go now, unless that is under way.</summary>
    private void Seek()
    {
        if (_session.IsBroken || _session.Endpoint.IsClosing || (_lane is not null && !_leaving)) return;
        if (_session.Queue.Count == 0 && !_session.State.NeedsOwn) return;
        var own = _rules.WantsOwn;
        var target = Route.TargetFor(_session.Endpoint.Kind, _next?.Target, _avoid);
        if (_next is not null)
        {
            if (target is not null && target.IsSameProcess(_next.Target) && _next.IsShared == !own)
            {
                _next.Target = target;
                return;
            }

            DropNext();
        }

        if (target is null) return;
        if (_retryAt is not null)
        {
            Arm();
            return;
        }

        _next = own ? MakeOwn(target) : MakeShared(target);
        if (!target.IsPrimary) Route.CountReader(target.Node, 1);
        _next.Start();
        if (_lane is null && _next is { IsVerified: true }) Promote();
    }

    private OwnLane MakeOwn(RouteTarget target)
    {
        _nextGreeting = _session.State.GreetingVersion;
        _session.Endpoint.Counters.Add(EndpointCounter.UpstreamConnects);
        return new OwnLane(_session.Floor.Setting, target, _session.State.Greeting(), this, _session.Endpoint.Counters.OwnUpstreams);
    }

    private SharedLane MakeShared(RouteTarget target)
    {
        var state = _session.State;
        var lane = _session.Floor.Links.Join(target, state.Profile, state.SharedGreeting, this, Count, _session.Endpoint.Counters.SharedUpstreams, out var isNew);
        if (isNew) _session.Endpoint.Counters.Add(EndpointCounter.UpstreamConnects);
        return lane;
    }

    /// <summary>The next lane becomes the one in use, and what the last one was.</summary>
    private void Promote()
    {
        var state = _session.State;
        if (state.Transaction is { IsOpen: true, IsTooLarge: true })
        {
            _session.GiveError(SessionContext.ErrorLine(Mainstay.Core.Serving.Replies.TransactionTooLarge));
            _session.IsBroken = true;
            return;
        }

        _lane = _next!;
        _next = null;
        _failures = 0;
        _avoid = null;
        _session.Scripts.Begin(_lane.Target);
        if (_lane.IsShared) _replies.Begin(Restoration.None, isShared: true);
        else Restore(state);
        Pump();
    }

    private void Restore(SessionState state)
    {
        var commands = state.Restore();
        if (_nextGreeting != state.GreetingVersion) commands.InsertRange(0, state.Greeting().Select(command => new RestoreCommand(command, 1, true)));
        _replies.Begin(new Restoration(commands), isShared: false);
        _replies.Restoration.Send(_lane!);
        if (state.IsWatching)
        {
            state.IsWatching = false;
            state.IsWatchBroken = true;
            _session.Endpoint.Counters.Add(EndpointCounter.WatchesBroken);
        }

        _session.Endpoint.Counters.Add(EndpointCounter.SubscriptionsRestored, state.Subscriptions.Count);

        // Nothing tells which of the keys it read changed meanwhile: all of them may have.
        if (state is { IsTracking: true, Protocol: 3 }) _session.Output.Append(">2\r\n$10\r\ninvalidate\r\n_\r\n"u8);
    }

    private void RetryLater()
    {
        var delay = TimeSpan.FromTicks(Math.Min(_longestRetry.Ticks, _shortestRetry.Ticks << Math.Min(_failures++, 10)));
        _retryAt = _session.Endpoint.Now + delay;
        Arm();
    }

    /// <summary>Asks to be woken at the next time that matters.</summary>
    private void Arm()
    {
        var next = _graceEnd is { } grace && (_retryAt is not { } retry || grace < retry) ? grace : _retryAt;
        if (next is not { } at) return;
        _timer ??= new LoopTimer(OnTimer);
        _session.Floor.Loop.Schedule(_timer, at - _session.Endpoint.Now);
    }

    private void DropNext()
    {
        if (_next is not { } next) return;
        _next = null;
        Drop(next);
    }

    private void Drop(Lane lane)
    {
        if (!lane.Target.IsPrimary) Route.CountReader(lane.Target.Node, -1);
        lane.GiveUp();
    }

    private void Count(UpstreamFailure failure) =>
        _session.Endpoint.Counters.Add(failure.Stage == UpstreamStage.Verifying ? EndpointCounter.IdentityMismatches : EndpointCounter.UpstreamFailures);

    private static partial class Log
    {
        [LoggerMessage(1020, LogLevel.Debug, "A connection to {Node} ended while {Stage}: {Reason}", EventName = "UpstreamEnded")]
        public static partial void Lost(ILogger logger, string node, UpstreamStage stage, string reason);
    }
}
