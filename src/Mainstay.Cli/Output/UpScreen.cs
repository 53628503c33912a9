using Mainstay.Core.Topology;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Output;

/// <summary>The one screen of <c>up</c>: what runs, what to copy into an application, and what to try next.</summary>
internal static class UpScreen
{
    public static string Render(StatusView status, StatusDetails details, string data, NodeAddress web, Terminal terminal, int portOffset)
    {
        var text = new StringWriter();
        var group = status.Groups[0];
        var api = portOffset == 0 ? "" : $" --api http://{web}";
        var primary = NodeAddress.TryParse(group.Endpoints.First(endpoint => endpoint.Kind == "primary").Address)!;
        var reader = group.Endpoints.First(endpoint => endpoint.Kind == "reader").Address;
        var leader = details.Groups[0].Details.FirstOrDefault(node => node.Name == group.Primary)?.ProcessId;

        text.WriteLine();
        text.Write(StatusTable.Render(status with { Clusters = [] }, details with { Groups = [.. details.Groups.Select(detail => detail with { Reason = "" })] }, terminal.OutIsScreen));
        text.Write(Clusters(status, terminal.OutIsScreen));
        text.WriteLine();
        text.WriteLine($"Connect to {primary} (the primary), for reads also to {reader} (replicas):");
        Lines(
            text,
            ("redis-cli", $"redis-cli -p {primary.Port}"),
            // Clients wait longer than the 10 s for which a command may be held.
            ("StackExchange.Redis", $"{primary},abortConnect=false,syncTimeout=15000"),
            ("redis-py", $"redis.Redis(host=\"{primary.Host}\", port={primary.Port})"),
            ("ioredis", $"new Redis({primary.Port}, \"{primary.Host}\")"),
            ("Rails", $"REDIS_URL=redis://{primary}/0"),
            ("memcached", string.Join(", ", status.Clusters.SelectMany(cluster => cluster.Endpoints).Select(endpoint => $"{endpoint.Address}, by Auto Discovery or as one plain server"))));
        text.WriteLine("Try, in another terminal:");
        Lines(
            text,
            ("watch it all", $"{terminal.Command} status -w{api}"),
            ("kill the primary", leader is null ? $"see its PID in: {terminal.Command} status{api}" : $"kill -9 {leader}      or hang it: kill -STOP {leader}"),
            ("move it, losing nothing", $"{terminal.Command} switchover{api}"));
        text.WriteLine($"Ctrl-C stops the nodes; the data of {group.Name} stays in {data}, what memcached keeps does not");
        return text.ToString();
    }

    /// <summary>A line each: a terminal has 24.</summary>
    private static string Clusters(StatusView status, bool colours)
    {
        var text = new StringWriter();
        var console = Tables.Console(text, colours);
        foreach (var cluster in status.Clusters) ClusterTable.RenderShort(console, cluster);
        return StatusTable.Trimmed(text, colours);
    }

    private static void Lines(TextWriter text, params (string What, string Copy)[] lines)
    {
        var width = lines.Max(line => line.What.Length);
        foreach (var (what, copy) in lines) text.WriteLine($"  {what.PadRight(width)}  {copy}");
    }
}
