using Mainstay.Core;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Upstreams;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// A session's way to its node: the connection in use, the one that will follow it, and what becomes of commands in between.
/// Used under the session's lock only.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="owner">Who is told by connections.</param>
/// <param name="wake">Asks for <see cref="OnTimer"/> after a time.</param>
/// <param name="window">How much may be with a node at once.</param>
internal sealed partial class UpstreamSide(SessionContext session, IUpstreamOwner owner, Action<TimeSpan> wake, SendWindow window) : IDisposable
{
    /// <summary>How long answers of a node that is being left are awaited. Those of a living node are there before the new primary is published.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan _shortestRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromMilliseconds(250);

    private readonly HeldCommands _held = new(session);
    private readonly ReplyIntake _replies = new(session);
    private readonly CommandSender _sender = new(session, window);
    private ReplyFrames? _frames;
    private UpstreamLink? _link;
    private UpstreamLink? _next;
    private int _nextGreeting;
    private bool _leaving;
    private bool _hadLink;
    private Instant? _retryAt;
    private Instant? _graceEnd;
    private int _failures;
    private string? _avoid;

    /// <summary>Whether a command that comes now can go out.</summary>
    public bool CanSend => _link is not null && !_leaving && session.Endpoint.Route.MaySend(_link.Target);

    /// <summary>Commands of this session that are held.</summary>
    public HeldCommands Held => _held;

    /// <summary>Whether replies are due that a node gives by itself: blocked commands aside, they block what follows.</summary>
    public bool IsAnswerDue => _link is not null && (_link.IsSending || session.Queue.Due() is { Blocks: false });

    private GroupRoute Route => session.Endpoint.Route;

    /// <summary>Commands were added from <paramref name="first"/> on.</summary>
    public void OnAdded(int first)
    {
        if (!CanSend)
            for (var i = first; i < session.Queue.Count; i++) _held.Hold(i);
        Seek();
        Pump();
    }

    /// <summary>The fence was raised.</summary>
    public void OnFence(bool drain)
    {
        if (_next is not null && !Route.MaySend(_next.Target)) DropNext();
        if (_link is null || Route.MaySend(_link.Target)) return;
        _held.HoldAll();

        // What the system has not taken yet must not reach a primary that is being left for good.
        if (!drain && _link.IsSending) Lose();
    }

    /// <summary>A drain is over: nothing may be on its way any more.</summary>
    public void EndDrain()
    {
        if (_link is { IsSending: true } && !Route.MaySend(_link.Target)) Lose();
    }

    /// <summary>There is a new topology.</summary>
    public void OnRoute()
    {
        _avoid = null;
        _failures = 0;
        _retryAt = null;
        if (_link is not null)
        {
            var target = Route.TargetFor(session.Endpoint.Kind, _link.Target, null);
            if (target is null) _held.HoldAll();
            else if (!target.IsSameProcess(_link.Target)) Leave();
            else if (!_leaving) _link.Target = target;
        }

        Seek();
        Pump();
    }

    /// <summary>A connection reached its process.</summary>
    public void OnVerified(UpstreamLink link)
    {
        // Another thread that lost the former connection may have found this one verified, and taken it, a moment before it says so itself.
        if (link == _link) return;
        if (link != _next) link.Dispose();
        else if (_link is null) Promote();
    }

    /// <summary>Replies came.</summary>
    public void OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes)
    {
        if (link != _link) return;
        if (!_frames!.Take(bytes)) session.IsBroken = true;
        if (_replies.Verdict != ReplyVerdict.Answer) OnVerdict();
        session.Settle();
        if (_leaving && session.Queue.Due() is null) Lose();
        Pump();
    }

    /// <summary>The system took what it could not take at once.</summary>
    public void OnSendDone(UpstreamLink link)
    {
        link.EndSend();
        if (link == _link) Pump();
    }

    /// <summary>A connection is gone.</summary>
    public void OnClosed(UpstreamLink link, UpstreamFailure failure)
    {
        if (link != _link && link != _next) return;
        session.Endpoint.Counters.Add(failure.Stage == UpstreamStage.Verifying ? EndpointCounter.IdentityMismatches : EndpointCounter.UpstreamFailures);
        Log.Lost(session.Endpoint.Logger, link.Target.Node, failure.Stage, failure.Reason);
        _avoid = link.Target.Node;
        if (link == _link)
        {
            Lose();
            return;
        }

        DropNext();
        if (failure.Stage == UpstreamStage.Greeting)
        {
            // Trying again would not help: the client learns why, once.
            session.Output.Append(SessionContext.ErrorLine(failure.Reason));
            session.IsBroken = true;
            return;
        }

        RetryLater();
    }

    /// <summary>A time that was asked for is over.</summary>
    public void OnTimer()
    {
        var now = session.Endpoint.Now;
        if (_leaving && _graceEnd is { } end && now >= end) Lose();
        if (_retryAt is { } at && now >= at)
        {
            _retryAt = null;
            Seek();
        }

        Arm();
        Pump();
    }

    /// <summary>Refuses what was held as long as allowed.</summary>
    public void RefuseExpired()
    {
        if (!_held.AnyExpired()) return;

        // A connection that is fenced may have half a command, or a transaction, that is now refused.
        if (_link is not null && !CanSend) Lose();
        _held.RefuseExpired();
        session.Settle();
    }

    /// <summary>The session is over.</summary>
    public void Dispose()
    {
        DropNext();
        _held.DropAll();
        if (_link is { } link) Drop(link);
        _link = null;
    }

    /// <summary>Sends what may be sent.</summary>
    public void Pump()
    {
        while (CanSend && !_link!.IsSending && !session.IsBroken && !session.Output.IsFull)
        {
            if (_replies.Restoration.Fill(_link)) _sender.Fill(_link, _held, _replies);
            if (!_link.HasOutput || !_link.TrySend()) break;
        }

        session.Settle();
    }

    private void OnVerdict()
    {
        var verdict = _replies.Verdict;
        _replies.Verdict = ReplyVerdict.Answer;
        _avoid = _link!.Target.Node;

        // The node is alive and just not able: asking again at once would be a busy loop.
        if (verdict is ReplyVerdict.NotServing or ReplyVerdict.TooFewReplicas) _retryAt ??= session.Endpoint.Now + TimeSpan.FromMilliseconds(50);
        Leave();
    }

    /// <summary>Nothing more is sent on the connection; it ends once what was sent is answered, or will not be.</summary>
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

        _graceEnd = session.Endpoint.Now + _grace;
        Arm();
    }

    /// <summary>Whether a reply is due that can't be had by asking again.</summary>
    private bool IsLossOfWorth()
    {
        if (session.Queue.Due() is null) return false;
        for (var i = session.Queue.NextToAnswer; i < session.Queue.NextToSend; i++)
            if (session.Queue[i] is { Stage: CommandStage.Sent, Spec.Repeatable: false }) return true;
        return false;
    }

    /// <summary>The connection is given up: decides about each command that was sent on it, and goes on with the next connection.</summary>
    private void Lose()
    {
        if (_link is not { } link) return;
        _link = null;
        _leaving = false;
        _graceEnd = null;
        Drop(link);
        if (_frames!.IsMidway) session.IsBroken = true;
        InFlight.Resolve(session, atReplica: !link.Target.IsPrimary);
        session.Queue.Rewind();
        _held.HoldAll();
        session.Settle();
        if (_next is { IsVerified: true }) Promote();
        else Seek();
    }

    /// <summary>Begins to connect where commands should go now, unless that is under way.</summary>
    private void Seek()
    {
        if (session.IsBroken || session.Endpoint.IsClosing || (_link is not null && !_leaving)) return;
        if (session.Queue.Count == 0 && !_hadLink) return;
        var target = Route.TargetFor(session.Endpoint.Kind, null, _avoid);
        if (_next is not null)
        {
            if (target is not null && target.IsSameProcess(_next.Target))
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

        _nextGreeting = session.State.GreetingVersion;
        _next = new UpstreamLink(target, session.Endpoint.Identity, session.State.Greeting(), owner);
        if (!target.IsPrimary) Route.CountReader(target.Node, 1);
        session.Endpoint.Counters.Add(EndpointCounter.UpstreamConnects);
        _next.Start();
    }

    /// <summary>The next connection becomes the one in use, and what the last one was.</summary>
    private void Promote()
    {
        var state = session.State;
        if (state.Transaction is { IsOpen: true, IsTooLarge: true })
        {
            session.Output.Append(SessionContext.ErrorLine(Replies.TransactionTooLarge));
            session.IsBroken = true;
            return;
        }

        _link = _next!;
        _next = null;
        _failures = 0;
        _avoid = null;
        session.Scripts.Begin(_link.Target);
        var commands = state.Restore();
        if (_nextGreeting != state.GreetingVersion) commands.InsertRange(0, state.Greeting().Select(command => new RestoreCommand(command, 1, true)));
        _replies.Restoration = new Restoration(commands);
        _frames = new ReplyFrames(_replies, session.Output, window);
        if (_hadLink) OnMoved(state);
        _hadLink = true;
        Pump();
    }

    private void OnMoved(SessionState state)
    {
        if (state.IsWatching)
        {
            state.IsWatching = false;
            state.IsWatchBroken = true;
            session.Endpoint.Counters.Add(EndpointCounter.WatchesBroken);
        }

        session.Endpoint.Counters.Add(EndpointCounter.SubscriptionsRestored, state.Subscriptions.Count);

        // Nothing tells which of the keys it read changed meanwhile: all of them may have.
        if (state is { IsTracking: true, Protocol: 3 }) session.Output.Append(">2\r\n$10\r\ninvalidate\r\n_\r\n"u8);
    }

    private void RetryLater()
    {
        var delay = TimeSpan.FromTicks(Math.Min(_longestRetry.Ticks, _shortestRetry.Ticks << Math.Min(_failures++, 10)));
        _retryAt = session.Endpoint.Now + delay;
        Arm();
    }

    /// <summary>Asks to be woken at the next time that matters.</summary>
    private void Arm()
    {
        var next = _graceEnd is { } grace && (_retryAt is not { } retry || grace < retry) ? grace : _retryAt;
        if (next is not { } at) return;
        var left = at - session.Endpoint.Now;
        wake(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private void DropNext()
    {
        if (_next is not { } next) return;
        _next = null;
        Drop(next);
    }

    private void Drop(UpstreamLink link)
    {
        if (!link.Target.IsPrimary) Route.CountReader(link.Target.Node, -1);
        link.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1020, LogLevel.Debug, "A connection to {Node} ended while {Stage}: {Reason}", EventName = "UpstreamEnded")]
        public static partial void Lost(ILogger logger, string node, UpstreamStage stage, string reason);
    }
}
