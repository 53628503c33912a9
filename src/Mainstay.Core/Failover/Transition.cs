namespace Mainstay.Core.Failover;

/// <summary>One allowed step of the machine.</summary>
/// <param name="From">The phase before.</param>
/// <param name="Edge">What happened.</param>
/// <param name="To">The phase after.</param>
/// <param name="Why">For people: what it means.</param>
public sealed record Transition(ControlPhase From, TransitionEdge Edge, ControlPhase To, string Why);
