using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Programs;

/// <summary>What must be installed; each program and the package that has it, as <c>scripts/install.sh</c> calls it.</summary>
internal static class NeededPrograms
{
    private static readonly string[] ModuleFolders = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules"];

    /// <summary>nginx's stream module where it is a file of its own; null where it is built in, or missing.</summary>
    public static string? NginxStreamModule => ModuleFolders.Select(folder => Path.Combine(folder, "ngx_stream_module.so")).FirstOrDefault(File.Exists);

    /// <summary>Installs what is missing. What could not be installed shows when it is started.</summary>
    public static async Task InstallAsync(IReadOnlyCollection<SystemKind> systems)
    {
        // Proxies are in /usr/sbin, which is not on everybody's PATH.
        Environment.SetEnvironmentVariable("PATH", $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin");
        var missing = Missing(systems).Distinct().ToList();
        if (missing.Count == 0) return;
        var result = await OwnedProcess.RunAsync(Path.Combine(MainstayProgram.Root, "scripts", "install.sh"), missing, Deadline.In(TimeSpan.FromMinutes(10)));
        await Console.Error.WriteAsync(result.Errors);
    }

    private static IEnumerable<string> Missing(IReadOnlyCollection<SystemKind> systems)
    {
        if (!IsOnPath("redis-server")) yield return "redis";
        if (!IsOnPath("redis-benchmark")) yield return "redis-tools";
        if (systems.Any(kind => kind is SystemKind.HAProxy or SystemKind.HAProxyTls) && !IsOnPath("haproxy")) yield return "haproxy";
        if (systems.Contains(SystemKind.Twemproxy) && !IsOnPath("nutcracker")) yield return "nutcracker";
        if (!systems.Contains(SystemKind.Nginx)) yield break;
        if (!IsOnPath("nginx")) yield return "nginx";
        if (NginxStreamModule is null) yield return "libnginx-mod-stream";
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
