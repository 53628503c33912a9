namespace Mainstay.Core.Topology;

/// <summary>What a node is in its group.</summary>
public enum NodeRole
{
    Unknown,
    Primary,
    Replica,
}
