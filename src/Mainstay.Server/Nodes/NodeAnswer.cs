namespace Mainstay.Server.Nodes;

/// <summary>What a server said of itself (INFO server).</summary>
/// <param name="RunId">Its run id; null when it answered an error.</param>
/// <param name="ProcessId">Its process, as it sees it itself.</param>
internal sealed record NodeAnswer(string? RunId, int? ProcessId);
