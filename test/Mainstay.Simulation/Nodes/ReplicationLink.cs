using Mainstay.Core;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>A replication connection between two processes, with what each side believes of it.</summary>
public sealed class ReplicationLink
{
    internal ReplicationLink(ServerProcess replica, ServerProcess primary, EventQueue events, SimulatedNetwork network)
    {
        Replica = replica;
        Primary = primary;
        ToReplica = new StreamChannel(primary, replica, events, network);
        ToPrimary = new StreamChannel(replica, primary, events, network);
        HeardAt = events.Now;
        AcknowledgedAt = events.Now;
    }

    /// <summary>The process that receives.</summary>
    public ServerProcess Replica { get; }

    /// <summary>The process that is followed.</summary>
    public ServerProcess Primary { get; }

    /// <summary>False once either side ended it; the other learns it when it can.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The primary streams new commands into it.</summary>
    public bool Feeding { get; set; }

    /// <summary>The primary's word <c>online</c>.</summary>
    public bool Online { get; set; }

    /// <summary>The last offset that the primary was told of.</summary>
    public long Acknowledged { get; set; }

    /// <summary>When it was told.</summary>
    public Instant AcknowledgedAt { get; set; }

    /// <summary>The replica's word <c>up</c>.</summary>
    public bool Up { get; set; }

    /// <summary>A snapshot is on its way.</summary>
    public bool Transferring { get; set; }

    /// <summary>When the replica last heard of its primary.</summary>
    public Instant HeardAt { get; set; }

    internal StreamChannel ToReplica { get; }

    internal StreamChannel ToPrimary { get; }

    /// <summary>Ends it.</summary>
    public void Close()
    {
        IsOpen = false;
        ToReplica.Close();
        ToPrimary.Close();
    }
}
