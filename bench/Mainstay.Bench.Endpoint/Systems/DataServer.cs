namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>The redis-server behind a system.</summary>
/// <param name="Port">Its own, on loopback, without a password.</param>
/// <param name="ProcessId">Its process.</param>
internal sealed record DataServer(int Port, int ProcessId);
