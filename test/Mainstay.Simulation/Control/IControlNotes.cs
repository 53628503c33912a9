using Mainstay.Core.Failover;

namespace Mainstay.Simulation.Control;

/// <summary>Sees what goes into a machine and what comes out, in order.</summary>
public interface IControlNotes
{
    /// <summary>The machine of <paramref name="controller"/> was given <paramref name="input"/> and asked for <paramref name="actions"/>.</summary>
    void Stepped(int controller, FailoverInput input, IReadOnlyList<FailoverAction> actions);
}
