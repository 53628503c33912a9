namespace Mainstay.Simulation.Nodes;

/// <summary>What an RDB file carries across a restart.</summary>
/// <param name="Data">The data set; null when empty.</param>
/// <param name="ReplicationId">The history; null when the server had no backlog, so that the next process takes a random one.</param>
/// <param name="Offset">Where in it the file was written.</param>
public sealed record DataFile(LogEntry? Data, string? ReplicationId, long Offset);
