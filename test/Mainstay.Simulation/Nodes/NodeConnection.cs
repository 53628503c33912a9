namespace Mainstay.Simulation.Nodes;

/// <summary>A client's connection to one process. It does not survive the process, and what was sent on it survives the client.</summary>
/// <param name="from">The client's place.</param>
/// <param name="user">Whose connection it is, for <c>CLIENT KILL USER</c>.</param>
/// <param name="process">The process it was accepted by.</param>
public sealed class NodeConnection(string from, string user, ServerProcess process)
{
    /// <summary>The user of controllers.</summary>
    public const string ControlUser = "control";

    /// <summary>The user of endpoints.</summary>
    public const string EndpointUser = "endpoint";

    /// <summary>The client's place.</summary>
    public string From { get; } = from;

    /// <summary>Whose connection it is.</summary>
    public string User { get; } = user;

    /// <summary>The process it was accepted by.</summary>
    public ServerProcess Process { get; } = process;

    /// <summary>Whether the server still reads it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The server ends it; what it holds unread is never executed.</summary>
    public void End() => IsOpen = false;
}
