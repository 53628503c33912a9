using System.Collections.Immutable;
using Mainstay.Core.Topology;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Output;

/// <summary>The one screen of <c>up</c>: what runs, what to copy into an application, and what to try next.</summary>
internal static class UpScreen
{
    public static string Render(StatusView status, ImmutableArray<GroupDetailView> details, string data, NodeAddress web, Terminal terminal, int portOffset)
    {
        var text = new StringWriter();
        var group = status.Groups[0];
        var api = portOffset == 0 ? "" : $" --api http://{web}";
        var primary = NodeAddress.TryParse(group.Endpoints.First(endpoint => endpoint.Kind == "primary").Address)!;
        var reader = group.Endpoints.First(endpoint => endpoint.Kind == "reader").Address;
        var leader = details[0].Details.FirstOrDefault(node => node.Name == group.Primary)?.ProcessId;

        text.WriteLine();
        text.Write(StatusTable.Render(status, [.. details.Select(detail => detail with { Reason = "" })], terminal.OutIsScreen));
        text.WriteLine();
        text.WriteLine($"Connect to {primary} (the primary), for reads also to {reader} (replicas):");
        Lines(
            text,
            ("redis-cli", $"redis-cli -p {primary.Port}"),
            // Clients wait longer than the 10 s for which a command may be held.
            ("StackExchange.Redis", $"{primary},abortConnect=false,syncTimeout=15000"),
            ("redis-py", $"redis.Redis(host=\"{primary.Host}\", port={primary.Port})"),
            ("ioredis", $"new Redis({primary.Port}, \"{primary.Host}\")"),
            ("Rails", $"REDIS_URL=redis://{primary}/0"));
        text.WriteLine("Try, in another terminal:");
        Lines(
            text,
            ("watch the group", $"{terminal.Command} status -w{api}"),
            ("kill the primary", leader is null ? $"see its PID in: {terminal.Command} status{api}" : $"kill -9 {leader}"),
            ("hang it instead", leader is null ? "" : $"kill -STOP {leader}"),
            ("move it, losing nothing", $"{terminal.Command} switchover{api}"));
        text.WriteLine($"Ctrl-C stops the nodes; their data stays in {data}");
        return text.ToString();
    }

    private static void Lines(TextWriter text, params (string What, string Copy)[] lines)
    {
        var width = lines.Max(line => line.What.Length);
        foreach (var (what, copy) in lines.Where(line => line.Copy.Length > 0)) text.WriteLine($"  {what.PadRight(width)}  {copy}");
    }
}
