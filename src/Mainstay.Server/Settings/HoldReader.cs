using Mainstay.Core.Configuration;

namespace Mainstay.Server.Settings;

/// <summary>Reads what endpoints keep for later.</summary>
internal sealed class HoldReader(FaultList faults, ValueReader values)
{
    /// <param name="node">What stands there; null where it was left out.</param>
    /// <param name="path">Its path in the table.</param>
    public HoldSpec Read(SettingsNode? node, string path)
    {
        var defaults = new HoldSpec();
        if (node is null) return defaults;
        var hold = MapReader.Of(node, path, "'hold'", faults);
        return new HoldSpec
        {
            Time = values.Duration(hold["time"], "time", TimeSpan.Zero, TimeSpan.FromMinutes(10)) ?? defaults.Time,
            Commands = values.Number(hold["commands"], "commands", 0, 10_000_000) ?? defaults.Commands,
            Bytes = values.Size(hold["bytes"], "bytes", 0, 16L << 30) ?? defaults.Bytes,
        };
    }
}
