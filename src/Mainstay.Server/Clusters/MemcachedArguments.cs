using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Server.Nodes;
using Mainstay.Server.Nodes.Processes;

namespace Mainstay.Server.Clusters;

/// <summary>The command line of a managed node (memcached 1.6, <c>memcached -h</c>).</summary>
internal static class MemcachedArguments
{
    private const long Mebibyte = 1 << 20;

    public static IReadOnlyList<string> Of(NodeSpec node, ClusterSpec cluster, NodeFiles files)
    {
        List<string> arguments =
        [
            "-l", node.Address.Host,
            "-p", Number(node.Address.Port),
            "-U", "0",
            "-m", Number(MemoryOf(cluster)),
            "-c", Number(cluster.NodeConnections),
            "-t", Number(cluster.NodeThreads),
            "-I", Number(cluster.ItemSize),

            // The path by which a later daemon knows the process again.
            "-P", files.ProcessFile,
        ];

        // It refuses to run as root unless it is told to.
        if (Libc.EffectiveUser() == 0) arguments.AddRange(["-u", "root"]);
        return arguments;
    }

    /// <summary>In MiB: at least twice the largest item, or it does not start.</summary>
    private static long MemoryOf(ClusterSpec cluster) =>
        Math.Max((cluster.Memory + Mebibyte - 1) / Mebibyte, ((2 * cluster.ItemSize) + Mebibyte - 1) / Mebibyte);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
