namespace Mainstay.Core.Topology;

/// <summary>Which data server a group's nodes run.</summary>
public enum Engine
{
    Redis,
    Valkey,
}
