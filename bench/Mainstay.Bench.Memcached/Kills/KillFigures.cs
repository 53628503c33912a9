namespace Mainstay.Bench.Memcached.Kills;

/// <summary>What one kill of a node was like for clients of one system that ask for its keys.</summary>
/// <param name="GapMs">The longest time without an answer that is no error, over all clients together.</param>
/// <param name="Errors">Answers that were errors, and connections that were lost.</param>
/// <param name="ServesAgainMs">From the kill until the daemon said that a node is there again that serves.</param>
internal sealed record KillFigures(double GapMs, long Errors, double ServesAgainMs);
