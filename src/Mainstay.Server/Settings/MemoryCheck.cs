using System.Globalization;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Settings;

/// <summary>A cache without a bound, or with one near the machine's memory, is ended by the kernel some day, and its replicas with it.</summary>
internal static class MemoryCheck
{
    /// <summary>Of the machine's memory, all nodes together: copies on write while a file is written need the rest.</summary>
    private const double Comfortable = 0.75;

    public static void Look(IEnumerable<GroupSpec> groups, IEnumerable<ClusterSpec> clusters, SettingsNode place, long machine, FaultList faults)
    {
        var total = clusters.Sum(cluster => cluster.Memory * cluster.Nodes.Count(node => node.Managed));
        foreach (var group in groups.Where(group => group.Nodes.Any(node => node.Managed)))
        {
            var nodes = group.Nodes.Count(node => node.Managed);
            var setting = group.Settings.LastOrDefault(one => one.Directive == "maxmemory")?.Value;
            if (setting is null or "0")
                faults.Warning(place, $"group {group.Name} sets no maxmemory: its {nodes} nodes grow until the machine's {ValueReader.Show(machine >> 20 << 20)} are used up, and are then ended by the kernel", "set settings: { maxmemory: … } and a maxmemory-policy");
            else if (Bytes(setting) is { } bytes) total += bytes * nodes;
            else faults.Error(place, $"maxmemory '{setting}' of group {group.Name} is no size as redis.conf has it", "write 512mb or 2gb");
        }

        if (machine > 0 && total > machine * Comfortable)
            faults.Warning(place, string.Create(CultureInfo.InvariantCulture, $"the nodes may take {total >> 20} MiB by their maxmemory or memory, of the machine's {machine >> 20} MiB"), "leave a quarter free: writing a snapshot needs it");
    }

    /// <summary>As redis.conf reads sizes: <c>1k</c> is 1000, <c>1kb</c> is 1024.</summary>
    internal static long? Bytes(string text)
    {
        (string Unit, long Factor)[] units = [("kb", 1L << 10), ("mb", 1L << 20), ("gb", 1L << 30), ("k", 1000), ("m", 1_000_000), ("g", 1_000_000_000), ("b", 1), ("", 1)];
        var lower = text.Trim().ToLowerInvariant();
        foreach (var (unit, factor) in units)
            if (lower.EndsWith(unit, StringComparison.Ordinal) && long.TryParse(lower[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / factor)
                return number * factor;
        return null;
    }
}
