using Mainstay.Core;
using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// Which way a session's commands go: on a connection shared with others, or on one of its own for as long as it needs it and a moment
/// longer, so that whoever needs one often does not change all the time.
/// </summary>
internal sealed class LaneRules(SessionContext session)
{
    /// <summary>Bytes of a request above which it would keep others' waiting.</summary>
    public const long LargestShared = 1 << 20;

    /// <summary>Bytes of a reply, likewise: who gets such replies is likely to get more of them.</summary>
    private const long LargeReply = 256 << 10;

    private static readonly TimeSpan _linger = TimeSpan.FromSeconds(1);

    /// <summary>How long commands may go on beside unanswered ones on a connection that is not needed any more.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private Instant _ownUntil;
    private bool _waits;

    /// <summary>Whether the session's next lane must be one of its own.</summary>
    public bool WantsOwn
    {
        get
        {
            if (IsAlwaysOwn || session.State.NeedsOwn || session.Floor.Now < _ownUntil) return true;
            for (var i = session.Queue.NextToSend; i < session.Queue.Count; i++)
                if (session.Queue[i].Stage == CommandStage.Waiting) return !MayShare(session.Queue[i]);
            return false;
        }
    }

    /// <summary>Whether a connection of its own that nothing is unanswered on is not needed any more.</summary>
    public bool IsOwnOver => !IsAlwaysOwn && !session.State.NeedsOwn && session.Floor.Now >= _ownUntil;

    /// <summary>Whether <paramref name="command"/> may go on the lane in use; otherwise it waits until nothing is unanswered, and goes on another.</summary>
    public bool Suits(PendingCommand command, bool isShared)
    {
        if (isShared) return MayShare(command) && session.Floor.Now >= _ownUntil;
        if (IsAlwaysOwn) return true;
        if (!MayShare(command))
        {
            // Who waits for replicas writes on the connection that it waits on from now on: the server counts from what that one wrote.
            _waits |= command.Spec.Action == CommandAction.Wait;
            if (!IsPassing(command.Spec) || command.IsQueued) KeepOwn();
            return true;
        }

        var now = session.Floor.Now;
        if (now < _ownUntil || session.State.NeedsOwn) return true;

        // Beside what is unanswered it goes along, but not for ever.
        return session.Queue.Due() is not null && now < _ownUntil + _patience;
    }

    /// <summary>The session goes on with a connection of its own for a moment.</summary>
    public void KeepOwn() => _ownUntil = session.Floor.Now + _linger;

    /// <summary>A reply of <paramref name="bytes"/> came.</summary>
    public void Replied(long bytes)
    {
        if (bytes >= LargeReply) KeepOwn();
    }

    private bool IsAlwaysOwn => session.Endpoint.IsDedicated || _waits;

    /// <summary>Whether it needs the connection for itself only: what it leaves behind makes a shared one of another kind.</summary>
    private static bool IsPassing(CommandSpec spec) => spec.Action switch
    {
        CommandAction.None => (spec.Traits & CommandTraits.Connection) != 0,
        CommandAction.Auth or CommandAction.Hello or CommandAction.Select or CommandAction.ClientSetName or CommandAction.ClientSetInfo or CommandAction.ClientList => true,
        _ => false,
    };

    private static bool MayShare(PendingCommand command) =>
        command.Spec.IsSharable && !command.IsQueued && !command.IsSilent && command.AsksForIds is null && command.Size <= LargestShared;
}
