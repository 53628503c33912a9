namespace Mainstay.Simulation.Store;

/// <summary>Which of the commits a fault is meant for.</summary>
public enum CommitKind
{
    Term,
    Choice,
    Publication,
    Revision,
}
