namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>What systems are called on the command line, in tables and in JSON.</summary>
internal static class SystemNames
{
    private static readonly Dictionary<SystemKind, string> Names = new()
    {
        [SystemKind.Direct] = "direct",
        [SystemKind.HAProxy] = "haproxy",
        [SystemKind.Nginx] = "nginx",
        [SystemKind.Twemproxy] = "twemproxy",
        [SystemKind.Ours] = "ours",
        [SystemKind.OursDedicated] = "ours-dedicated",
        [SystemKind.HAProxyTls] = "haproxy-tls",
        [SystemKind.OursTls] = "ours-tls",
    };

    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyCollection<string> All => Names.Values;

    public static string Name(this SystemKind kind) => Names[kind];

    /// <summary>The system of that name; null when there is none.</summary>
    public static SystemKind? Find(string name) => Names.Where(pair => pair.Value == name).Select(pair => (SystemKind?)pair.Key).FirstOrDefault();

    /// <summary>Whether clients speak TLS to it.</summary>
    public static bool IsTls(this SystemKind kind) => kind is SystemKind.HAProxyTls or SystemKind.OursTls;

    /// <summary>Whether it is a process of the daemon.</summary>
    public static bool IsOurs(this SystemKind kind) => kind is SystemKind.Ours or SystemKind.OursDedicated or SystemKind.OursTls;
}
