using Mainstay.Core;

namespace Mainstay.Simulation.Endpoints;

/// <summary>One write of a client, and what became of it.</summary>
public sealed class ClientWrite(long id, Instant issued)
{
    /// <summary>Its number, from 1.</summary>
    public long Id { get; } = id;

    /// <summary>When the client sent it.</summary>
    public Instant Issued { get; } = issued;

    /// <summary>When the client was told that it is done; null while it was not.</summary>
    public Instant? AcknowledgedAt { get; set; }

    /// <summary>The client was told that nobody knows.</summary>
    public bool Indeterminate { get; set; }

    /// <summary>The client was told to try again; it did not run.</summary>
    public bool Refused { get; set; }

    /// <summary>Whether the client has an answer.</summary>
    public bool IsAnswered => AcknowledgedAt is not null || Indeterminate || Refused;
}
