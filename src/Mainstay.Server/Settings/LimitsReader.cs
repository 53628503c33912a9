using Mainstay.Core.Configuration;

namespace Mainstay.Server.Settings;

/// <summary>Reads what clients of one endpoint may take.</summary>
internal sealed class LimitsReader(FaultList faults, ValueReader values)
{
    private const int MostConnections = 1_000_000;

    public LimitsSpec Read(SettingsNode? node)
    {
        var defaults = new LimitsSpec();
        if (node is null) return defaults;
        var limits = MapReader.Of(node, "limits", "'limits'", faults);
        var read = new LimitsSpec
        {
            Connections = values.Number(limits["connections"], "connections", 1, MostConnections) ?? defaults.Connections,
            ConnectionsPerAddress = values.Number(limits["connections_per_address"], "connections_per_address", 0, MostConnections) ?? defaults.ConnectionsPerAddress,
            Request = values.Size(limits["request"], "request", 1L << 10, 512L << 20) ?? defaults.Request,
            Output = values.Size(limits["output"], "output", 1L << 20, 16L << 30) ?? defaults.Output,
            Idle = values.Duration(limits["idle"], "idle", TimeSpan.Zero, TimeSpan.FromHours(24)) ?? defaults.Idle,
            FirstByte = values.Duration(limits["first_byte"], "first_byte", TimeSpan.Zero, TimeSpan.FromHours(1)) ?? defaults.FirstByte,
            Partial = values.Duration(limits["partial"], "partial", TimeSpan.Zero, TimeSpan.FromHours(1)) ?? defaults.Partial,
        };
        if (read.ConnectionsPerAddress > read.Connections)
            faults.Warning(limits["connections_per_address"]!, $"'connections_per_address' is {read.ConnectionsPerAddress}, more than the {read.Connections} connections of an endpoint: it bounds nobody");
        return read;
    }
}
