using System.Globalization;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>
/// Takes a process out of the control group of the daemon, because a service manager ends all that is in it. Only the hierarchies by
/// which processes are kept together are left: the unified one (v2) and named ones (systemd's in v1). Limits of v1 controllers stay.
/// </summary>
internal static class ControlGroup
{
    /// <summary>The group beside the daemon's that nodes go to.</summary>
    public const string Name = "mainstay-nodes";

    /// <summary>Moves <paramref name="processId"/>, a child of ours. Returns the groups it had to stay in, and why; empty when it is free.</summary>
    public static IReadOnlyList<string> Leave(int processId)
    {
        var stayed = new List<string>();
        string[] groups, mounts;
        try
        {
            groups = File.ReadAllLines("/proc/self/cgroup");
            mounts = File.ReadAllLines("/proc/self/mountinfo");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return stayed; // a kernel without control groups
        }

        foreach (var line in groups)
        {
            var parts = line.Split(':', 3);
            if (parts.Length < 3 || (parts[1].Length > 0 && !parts[1].StartsWith("name=", StringComparison.Ordinal))) continue;
            if (parts[2] is "/" || Path.GetFileName(parts[2]) == Name) continue;
            if (TryMove(processId, parts[1], parts[2], mounts) is { } why) stayed.Add($"{parts[2]} ({why})");
        }
        return stayed;
    }

    private static string? TryMove(int processId, string hierarchy, string group, string[] mounts)
    {
        if (FolderOf(hierarchy, group, mounts) is not { } folder) return "not mounted";
        try
        {
            var beside = Path.Combine(Path.GetDirectoryName(folder)!, Name);
            Directory.CreateDirectory(beside);
            File.WriteAllText(Path.Combine(beside, "cgroup.procs"), processId.ToString(CultureInfo.InvariantCulture));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>Where a group is in the file system; null when its hierarchy is not mounted, or the part of it that we see does not hold it.</summary>
    internal static string? FolderOf(string hierarchy, string group, IEnumerable<string> mounts)
    {
        foreach (var mount in mounts)
        {
            var halves = mount.Split(" - ", 2);
            if (halves.Length < 2) continue;
            var (left, right) = (halves[0].Split(' '), halves[1].Split(' '));
            if (left.Length < 5 || right.Length < 3) continue;
            var matches = hierarchy.Length == 0 ? right[0] == "cgroup2" : right[0] == "cgroup" && right[2].Split(',').Contains(hierarchy);
            if (!matches) continue;
            var (root, point) = (left[3], left[4].Replace("\\040", " ", StringComparison.Ordinal));
            if (root == "/") return point + group;
            if (group.StartsWith(root + "/", StringComparison.Ordinal)) return point + group[root.Length..];
        }
        return null;
    }
}
