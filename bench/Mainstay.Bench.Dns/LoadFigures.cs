namespace Mainstay.Bench.Dns;

/// <summary>One run of queries.</summary>
/// <param name="Sockets">Sockets that asked, each with several queries under way.</param>
/// <param name="QueriesPerSecond">Answered queries by the clock; what asks uses the same processors.</param>
/// <param name="QueriesPerCore">Answered queries for each second of processor time of the daemon, its other work included.</param>
/// <param name="Lost">Queries without an answer.</param>
internal sealed record LoadFigures(int Sockets, double QueriesPerSecond, double QueriesPerCore, long Lost);
