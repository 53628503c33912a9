using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What all sessions of one group on one loop stand on. Used on that loop only.</summary>
internal sealed class SessionFloor(UpstreamSetting setting, MemoryBudget budget) : ClientFloor(setting.Loop, budget)
{
    /// <summary>How nodes are reached.</summary>
    public UpstreamSetting Setting => setting;

    /// <summary>The connections that sessions share.</summary>
    public SharedLinks Links { get; } = new(setting);

    /// <summary>Commands to be used again.</summary>
    public CommandPool Commands { get; } = new();

    /// <summary>For looking at requests that come in.</summary>
    public ArgumentRanges RequestRanges { get; } = new();

    /// <summary>For looking at requests again when they are sent or answered.</summary>
    public ArgumentRanges Ranges { get; } = new();
}
