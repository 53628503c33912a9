namespace Mainstay.Bench.Failover.Clients;

/// <summary>Through what the writers write.</summary>
internal enum ClientKind
{
    /// <summary>StackExchange.Redis: one multiplexer that all writers share, as a .NET service has it.</summary>
    StackExchange,

    /// <summary>A connection for each writer; no pipelining, no retries.</summary>
    Plain,
}
