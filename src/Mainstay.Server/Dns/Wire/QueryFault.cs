namespace Mainstay.Server.Dns.Wire;

/// <summary>What is wrong with a message that should be a query.</summary>
internal enum QueryFault
{
    None,

    /// <summary>It is an answer, or has no whole head: whoever answered it might go on for ever.</summary>
    Silence,

    /// <summary>It is no well-formed query with one question.</summary>
    Malformed,

    /// <summary>It asks for something else than an answer to a question.</summary>
    OtherOperation,

    /// <summary>It speaks a version of EDNS that is not known here.</summary>
    OtherVersion,
}
