using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Sessions;

/// <summary>When a client can be given to another process, which knows of it only what can be said of a connection in a few words.</summary>
internal static class Departure
{
    /// <summary>Bytes of a request that was begun above which it is read to its end first.</summary>
    public const int MostBegun = 32 << 10;

    /// <summary>Bytes of what it asked its connection to be.</summary>
    private const long MostState = 16 << 10;

    /// <summary>
    /// Whether nothing but unanswered requests keeps a client here. One that waits for what may never come, listens or has begun a transaction
    /// stays until it does not.
    /// </summary>
    public static bool IsPlain(SessionContext session, RequestIntake intake)
    {
        if (session.InTransaction || !session.State.IsPlain || !intake.IsAnswering || session.Log.End - session.Taken > MostBegun) return false;
        for (var i = 0; i < session.Queue.Count; i++)
            if (session.Queue[i].Blocks || session.Queue[i].Spec.Action is CommandAction.Multi or CommandAction.Exec) return false;
        return true;
    }

    /// <summary>What the next process must know, or null where that is too much.</summary>
    public static ClientState? State(SessionContext session, bool hasSent)
    {
        var state = session.State.Describe() with { HasSharedWrites = session.HasSharedWrites, HasSent = hasSent };
        return state.Size <= MostState ? state : null;
    }
}
