using System.Globalization;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>
/// A control group as a service manager makes for a service, in every hierarchy that the daemon has to leave: <c>mainstay-test-…/daemon</c>.
/// Making them takes root and a writable mount.
/// </summary>
internal sealed class TestControlGroups : IAsyncDisposable
{
    private readonly List<string> _groups = [];

    private TestControlGroups()
    {
    }

    /// <summary>Arguments that, before a command, make it run in the group.</summary>
    public string[] Enter => ["/bin/sh", "-c", string.Concat(_groups.Select(g => $"echo $$ > {g}/daemon/cgroup.procs && ")) + "exec \"$@\"", "sh"];

    public static TestControlGroups? TryMake()
    {
        var made = new TestControlGroups();
        var name = "mainstay-test-" + Guid.NewGuid().ToString("N")[..12];
        foreach (var mount in File.ReadAllLines("/proc/self/mountinfo"))
        {
            var halves = mount.Split(" - ");
            var kind = halves[1].Split(' ');
            if (kind[0] != "cgroup2" && !(kind[0] == "cgroup" && kind[2].Contains("name=", StringComparison.Ordinal))) continue;
            var group = Path.Combine(halves[0].Split(' ')[4], name);
            try
            {
                Directory.CreateDirectory(Path.Combine(group, "daemon"));
                made._groups.Add(group);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                foreach (var half in made._groups)
                {
                    Directory.Delete(Path.Combine(half, "daemon"));
                    Directory.Delete(half);
                }
                return null;
            }
        }
        return made._groups.Count > 0 ? made : null;
    }

    /// <summary>All that a service manager would end.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. _groups.SelectMany(g => File.ReadAllLines(Path.Combine(g, "daemon", "cgroup.procs"))).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).Distinct()];

    /// <summary>As <see cref="Enter"/>, and the hierarchies cannot be written there: groups can be neither made nor joined.</summary>
    public string[] EnterReadOnly =>
        [.. Enter, "unshare", "--mount", "/bin/sh", "-c", string.Concat(_groups.Select(g => $"mount -o remount,bind,ro {Path.GetDirectoryName(g)} && ")) + "exec \"$@\"", "sh"];

    /// <summary>Removes the groups once their processes, which the caller ends, are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups)
            foreach (var folder in (string[])[Path.Combine(group, "daemon"), Path.Combine(group, "mainstay-nodes"), group])
                await Eventually.FineAsync(() => Remove(folder), Deadline.InSeconds(10), $"{folder} can be removed");
    }

    private static string? Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: false);
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
