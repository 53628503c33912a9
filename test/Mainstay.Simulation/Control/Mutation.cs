using Mainstay.Core.Failover;

namespace Mainstay.Simulation.Control;

/// <summary>A seeded bug: changes what goes into or comes out of a machine, or what the driver does. The checkers must notice.</summary>
public sealed record Mutation
{
    /// <summary>No bug.</summary>
    public static Mutation None { get; } = new();

    /// <summary>The driver sends commands without reading the term again.</summary>
    public bool SkipsTermCheck { get; init; }

    /// <summary>The driver says of a seal that it was done.</summary>
    public bool SkipsSeal { get; init; }

    /// <summary>Nodes start as primaries.</summary>
    public bool StartsUnsealed { get; init; }

    /// <summary>Endpoints say that they hold and go on sending.</summary>
    public bool SkipsFence { get; init; }

    /// <summary>What the machine is given instead of an input, by what the store holds.</summary>
    public Func<FailoverInput, DurableState, FailoverInput> AlterInput { get; init; } = (input, _) => input;

    /// <summary>What is carried out instead of an action.</summary>
    public Func<FailoverAction, IEnumerable<FailoverAction>> AlterAction { get; init; } = action => [action];
}
