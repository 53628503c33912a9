namespace Mainstay.Simulation.Nodes;

/// <summary>A command on its way to a process.</summary>
/// <param name="Connection">What it was sent on.</param>
/// <param name="Name">For traces.</param>
/// <param name="Execute">Runs it, and answers.</param>
/// <param name="Broken">The connection was lost before an answer.</param>
public sealed record NodeRequest(NodeConnection Connection, string Name, Action<ServerProcess> Execute, Action Broken);
