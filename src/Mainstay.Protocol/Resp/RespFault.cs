namespace Mainstay.Protocol.Resp;

/// <summary>How a peer broke the protocol. A stream with a fault can't be read on: its frames can no longer be told apart.</summary>
public enum RespFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>The number of a request's arguments is no number, or out of bounds.</summary>
    InvalidMultibulkLength,

    /// <summary>A bulk string's length is no number, or out of bounds.</summary>
    InvalidBulkLength,

    /// <summary>A request's argument does not begin with <c>$</c>.</summary>
    ExpectedBulk,

    /// <summary>The line with the number of arguments does not end.</summary>
    MultibulkLineTooLong,

    /// <summary>The line with a bulk string's length does not end.</summary>
    BulkLineTooLong,

    /// <summary>An inline request does not end.</summary>
    InlineTooLong,

    /// <summary>An inline request's quotes don't match.</summary>
    UnbalancedQuotes,

    /// <summary>A line or bulk string is not followed by CR LF.</summary>
    MissingLineEnd,

    /// <summary>A reply begins with a byte that no type has.</summary>
    UnknownType,

    /// <summary>An aggregate's length is no number, or out of bounds.</summary>
    InvalidAggregateLength,

    /// <summary>A reply nests deeper than allowed.</summary>
    TooDeep,

    /// <summary>A line of a reply does not end.</summary>
    LineTooLong,

    /// <summary>A streamed string or aggregate (<c>$?</c>, <c>*?</c>): no server sends them, and they have no bound.</summary>
    Streamed,

    /// <summary>A number, boolean, null or double is malformed.</summary>
    InvalidScalar,

    /// <summary>One frame is longer than its reader may keep.</summary>
    FrameTooLong,
}
