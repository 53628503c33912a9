namespace Mainstay.Server.Nodes;

/// <summary>A node's process ended.</summary>
/// <param name="Node">The node.</param>
/// <param name="ProcessId">The process that ended.</param>
/// <param name="How">For people: <c>exit status 1</c>, <c>killed by SIGKILL</c>, or <c>ended</c> for an adopted one.</param>
public sealed record NodeExit(string Node, int ProcessId, string How);
