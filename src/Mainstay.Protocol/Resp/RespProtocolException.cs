namespace Mainstay.Protocol.Resp;

/// <summary>A peer broke the protocol; its connection can't be used any more.</summary>
public sealed class RespProtocolException(RespFault fault) : Exception(fault.Describe())
{
    /// <summary>How.</summary>
    public RespFault Fault { get; } = fault;
}
