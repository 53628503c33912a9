using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>What a person may ask of a group.</summary>
public abstract record OperatorRequest
{
    private OperatorRequest()
    {
    }

    /// <summary>Leave the present primary now. <paramref name="AcceptDataLoss"/>: lead with the best copy that answers, whatever is missing.</summary>
    public sealed record Failover(bool AcceptDataLoss) : OperatorRequest;

    /// <summary>Move the primary without losing anything. <paramref name="To"/>: a node's name, or null for the fittest.</summary>
    public sealed record Switchover(string? To, bool DryRun) : OperatorRequest;

    /// <summary>No automatic failover or repair until <see cref="Resume"/>.</summary>
    public sealed record Pause : OperatorRequest;

    /// <summary>Ends a pause.</summary>
    public sealed record Resume : OperatorRequest;

    /// <summary>Take a node in. It must be empty or fit to be overwritten: it is filled by the primary.</summary>
    public sealed record AddNode(NodeSpec Node) : OperatorRequest;

    /// <summary>
    /// Put a backup in the place of all the group's data, in a new term. <paramref name="Source"/>: where the backup is, in words of whoever
    /// carries it out. <paramref name="To"/>: the node that is filled with it and leads then, or null for the fittest.
    /// </summary>
    public sealed record Restore(string Source, string? To, bool DryRun) : OperatorRequest;

    /// <summary>Take a node out, once the others can do without it. Not the primary.</summary>
    public sealed record RemoveNode(string Node, bool DryRun) : OperatorRequest;
}
