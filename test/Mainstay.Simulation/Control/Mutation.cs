using Mainstay.Core.Failover;

namespace Mainstay.Simulation.Control;

/// <summary>A seeded bug: changes what goes into or comes out of a machine, or what the driver does. The checkers must notice.</summary>
public class Mutation
{
    /// <summary>No bug.</summary>
    public static Mutation None { get; } = new();

    /// <summary>The driver sends commands without reading the term again.</summary>
    public virtual bool SkipsTermCheck => false;

    /// <summary>The driver says of a seal that it was done.</summary>
    public virtual bool SkipsSeal => false;

    /// <summary>Nodes start as primaries.</summary>
    public virtual bool StartsUnsealed => false;

    /// <summary>Endpoints say that they hold and go on sending.</summary>
    public virtual bool SkipsFence => false;

    /// <summary>What the machine is given instead of <paramref name="input"/>.</summary>
    public virtual FailoverInput Alter(FailoverInput input) => input;

    /// <summary>What is carried out instead of <paramref name="action"/>; results may be posted by <paramref name="post"/>.</summary>
    public virtual IEnumerable<FailoverAction> Alter(FailoverAction action, Action<FailoverInput> post) => [action];
}
