namespace Mainstay.Endpoints.Sessions;

/// <summary>How far a command has come.</summary>
internal enum CommandStage
{
    /// <summary>Not sent, or to be sent again.</summary>
    Waiting,

    /// <summary>All its bytes were given to the system for a node, and its reply is due.</summary>
    Sent,

    /// <summary>Its reply is known; it goes to the client when its turn comes.</summary>
    Answered,
}
