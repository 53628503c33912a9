namespace Mainstay.Simulation.Store;

/// <summary>What goes wrong with one commit.</summary>
public enum StoreFault
{
    /// <summary>Refused: nothing was written, and it says so (a full disk).</summary>
    Refuse,

    /// <summary>No answer, and nothing was written.</summary>
    TimeOutBefore,

    /// <summary>No answer, and it was written.</summary>
    TimeOutAfter,
}
