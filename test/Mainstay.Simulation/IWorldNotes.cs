using Mainstay.Core.Topology;
using Mainstay.Simulation.Control;

namespace Mainstay.Simulation;

/// <summary>Sees what happens in a world, in order.</summary>
public interface IWorldNotes : IControlNotes
{
    /// <summary>A fault or a deed from outside.</summary>
    void Happened(string what);

    /// <summary>Endpoints are given a snapshot.</summary>
    void Published(GroupTopology topology);
}
