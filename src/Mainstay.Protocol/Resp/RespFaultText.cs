namespace Mainstay.Protocol.Resp;

/// <summary>The words for a fault, as the server has them where it knows the fault.</summary>
public static class RespFaultText
{
    /// <summary>The text after <c>ERR </c>: <c>Protocol error: invalid bulk length</c>.</summary>
    public static string Describe(this RespFault fault) => "Protocol error: " + fault switch
    {
        RespFault.InvalidMultibulkLength => "invalid multibulk length",
        RespFault.InvalidBulkLength => "invalid bulk length",
        RespFault.ExpectedBulk => "expected '$'",
        RespFault.MultibulkLineTooLong => "too big mbulk count string",
        RespFault.BulkLineTooLong => "too big bulk count string",
        RespFault.InlineTooLong => "too big inline request",
        RespFault.UnbalancedQuotes => "unbalanced quotes in request",
        RespFault.MissingLineEnd => "expected CR LF",
        RespFault.UnknownType => "unknown reply type",
        RespFault.InvalidAggregateLength => "invalid aggregate length",
        RespFault.TooDeep => "too deep nesting",
        RespFault.LineTooLong => "too long line",
        RespFault.Streamed => "streamed types are not supported",
        RespFault.InvalidScalar => "invalid value",
        RespFault.FrameTooLong => "too long reply",
        _ => "none",
    };
}
