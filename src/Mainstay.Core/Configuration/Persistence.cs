namespace Mainstay.Core.Configuration;

/// <summary>How managed nodes keep their data across a restart.</summary>
public enum Persistence
{
    /// <summary>Snapshots. They carry the replication id and offset, so that a restarted node can be judged. The default.</summary>
    Rdb,

    /// <summary>A log of writes. It carries neither: a restarted node is always filled anew, and a whole power loss is a guess.</summary>
    Aof,

    /// <summary>Nothing: a restarted node comes back empty and is filled by the primary.</summary>
    None,
}
