namespace Mainstay.Core.Serving;

/// <summary>What becomes of a command that was sent and whose connection was lost before its reply.</summary>
public enum LossVerdict
{
    /// <summary>Send it again: it changes nothing, or the server can't have run it.</summary>
    Repeat,

    /// <summary>Answer <c>INDETERMINATE</c>: it may have run, or may still.</summary>
    Indeterminate,

    /// <summary>Answer as the server would have: what it belongs to gets its own verdict.</summary>
    Acknowledge,
}
