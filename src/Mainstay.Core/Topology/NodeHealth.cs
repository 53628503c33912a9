namespace Mainstay.Core.Topology;

/// <summary>How a node does, as the controller last saw it.</summary>
public enum NodeHealth
{
    /// <summary>Answers; a replica is linked and near its primary's offset.</summary>
    Online,

    /// <summary>Answers, and does not have its primary's data yet: loading, sealed, or in a full or partial resync.</summary>
    Syncing,

    /// <summary>A linked replica that is behind, or hears nothing, by more than the reader endpoint allows.</summary>
    Lagging,

    /// <summary>The process exists or may exist, and does not answer.</summary>
    Silent,

    /// <summary>The process is gone.</summary>
    Down,

    /// <summary>Its data could not be brought back; a fresh node takes its place.</summary>
    Replaced,
}
