namespace Mainstay.Simulation.Nodes;

/// <summary>What a process answers to a client's write.</summary>
public enum WriteOutcome
{
    Ok,
    ReadOnly,
    Loading,
    NoReplicas,
}
