namespace Mainstay.Core.Detection;

/// <summary>What the operating system said of a node's process at one instant.</summary>
/// <param name="State">R running, S sleeping, D waiting for a disk, T stopped, t traced, Z ended and not yet reaped.</param>
/// <param name="Processor">User and system time used so far.</param>
public readonly record struct ProcessSample(char State, TimeSpan Processor)
{
    /// <summary>It runs no instruction until somebody lets it, or never again: no answer can be under way.</summary>
    public bool Stopped => State is 'T' or 't' or 'Z' or 'X';

    /// <summary>It is at work, or waits for a disk and will go on by itself.</summary>
    public bool Working => State is 'R' or 'D';
}
