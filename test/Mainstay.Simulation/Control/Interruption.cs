namespace Mainstay.Simulation.Control;

/// <summary>Where a controller ends, seen from one of its actions.</summary>
public enum Interruption
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The action was asked for and is never begun.</summary>
    Before,

    /// <summary>The action is begun, and nobody waits for its end.</summary>
    After,
}
