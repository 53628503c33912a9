namespace Mainstay.Simulation.Nodes;

/// <summary>What a node tells the checkers beside it. Nothing in the world depends on it.</summary>
public interface INodeNotes
{
    /// <summary>A process began.</summary>
    void Started(ServerProcess process, bool byHand);

    /// <summary>A process became primary by a command.</summary>
    void Promoted(ServerProcess process);

    /// <summary>A process is about to lose its data set to a full resync.</summary>
    void Replacing(ServerProcess process);

    /// <summary>It has its primary's data set instead.</summary>
    void Replaced(ServerProcess process);

    /// <summary>A partial resync joined two data sets that are not one history: the copies differ from now on and nobody is told.</summary>
    void Diverged(ServerProcess process);
}
