using System.Globalization;
using System.Text.RegularExpressions;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Running;

/// <summary>A memcached cluster of a daemon that runs, looked at from outside.</summary>
/// <param name="Web">Where the daemon's API answers.</param>
/// <param name="Configuration">The port of the configuration endpoint.</param>
/// <param name="NodePorts">Those of the nodes, in their order.</param>
/// <param name="Host">Where nodes listen.</param>
public sealed partial record RunningCluster(int Web, int Configuration, IReadOnlyList<int> NodePorts, string Host = "127.0.0.1")
{
    public async Task<ClusterView> StatusAsync() => (await StatusView.GetAsync(Web)).Clusters.Single();

    /// <summary>Awaits that all nodes serve, in a version of at least <paramref name="version"/>.</summary>
    public Task<ClusterView> WholeAsync(Deadline deadline, long version = 0) =>
        Eventually.GetAsync(StatusAsync, cluster => cluster.IsWhole && cluster.Version >= version, deadline, $"the cluster is whole in a version of {version} or later");

    /// <summary>Awaits that a node (0, 1 …) does not serve any more.</summary>
    public Task<ClusterView> MissesAsync(int node, Deadline deadline) =>
        Eventually.GetAsync(StatusAsync, cluster => cluster.Nodes[node].Health != "online", deadline, $"node {node} does not serve");

    /// <summary>The process of a node, as it tells itself.</summary>
    public async Task<int> ProcessAsync(int node)
    {
        using var client = await NodeAsync(node);
        return int.Parse(ProcessOf().Match(await client.UpToEndAsync("stats")).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a signal to a node's process, and returns the process.</summary>
    public async Task<int> SignalAsync(int node, Signal signal)
    {
        var process = await ProcessAsync(node);
        SystemProcess.Send(process, signal);
        return process;
    }

    /// <summary>A client of the configuration endpoint.</summary>
    public Task<TextClient> ConnectAsync() => TextClient.ConnectAsync(Configuration);

    /// <summary>A client of a node, past the endpoint.</summary>
    public Task<TextClient> NodeAsync(int node) => TextClient.ConnectAsync(NodePorts[node], Host);

    /// <summary>What Auto Discovery tells, asked as Amazon's clients ask.</summary>
    public async Task<DiscoveredList> DiscoverAsync()
    {
        using var client = await AutoDiscoveryClient.ConnectAsync(Configuration);
        return await client.AskAsync();
    }

    /// <summary>How many of these keys a node has, under their own names.</summary>
    public async Task<IReadOnlySet<string>> HeldAsync(int node, IEnumerable<string> keys)
    {
        using var client = await NodeAsync(node);
        var held = new HashSet<string>();
        foreach (var some in keys.Chunk(50))
        {
            var answer = await client.UpToEndAsync($"get {string.Join(' ', some)}");
            held.UnionWith(some.Where(key => answer.Contains($"VALUE {key} ", StringComparison.Ordinal)));
        }

        return held;
    }

    [GeneratedRegex(@"STAT pid (\d+)")]
    private static partial Regex ProcessOf();
}
