namespace Mainstay.Endpoints.Sessions;

/// <summary>Why no more commands were given to a lane.</summary>
internal enum FillResult
{
    /// <summary>There are none, or something must come first.</summary>
    Done,

    /// <summary>The next one must go another way: on a connection of the session's own, or on a shared one. Nothing is unanswered.</summary>
    OtherLane,
}
