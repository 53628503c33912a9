namespace Mainstay.Core.Serving;

/// <summary>What an error reply says about the command it answers.</summary>
public enum ReplyVerdict
{
    /// <summary>It is the command's own reply: the client gets it.</summary>
    Answer,

    /// <summary>Not executed: the node is no primary (any more). Leave it, send again elsewhere.</summary>
    NotPrimary,

    /// <summary>Not executed: the node has no data to serve just now. Send again later, at a reader elsewhere.</summary>
    NotServing,

    /// <summary>Not executed: too few replicas are near. The same node may take it a moment later.</summary>
    TooFewReplicas,

    /// <summary>A blocking command was woken because its node is no primary any more. It did not run.</summary>
    Woken,

    /// <summary>A WAIT was woken: the writes before it ran, their confirmation is unknown.</summary>
    ConfirmationLost,

    /// <summary>Not executed as a whole: the transaction was thrown away because the node is no primary.</summary>
    TransactionNotPrimary,
}
