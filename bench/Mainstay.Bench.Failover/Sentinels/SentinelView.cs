using Mainstay.TestKit.Resp;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>What one sentinel says.</summary>
/// <param name="Port">The sentinel's.</param>
/// <param name="Primary">The port of what it takes for the primary.</param>
/// <param name="Flags"><c>master</c>, and what is wrong with it: <c>s_down</c>, <c>o_down</c>, <c>failover_in_progress</c>.</param>
/// <param name="OtherSentinels">How many it knows.</param>
/// <param name="Replicas">The flags of each replica that it knows: <c>slave</c>, and what is wrong with it.</param>
internal sealed record SentinelView(int Port, int Primary, string Flags, long OtherSentinels, IReadOnlyList<string> Replicas)
{
    /// <summary>Nothing is wrong or under way, so that it would go along with another failover.</summary>
    public bool IsCalm => Flags == "master" && OtherSentinels == 2 && Replicas.Count == 2 && Replicas.All(flags => flags == "slave");

    public static async Task<SentinelView> AtAsync(int port)
    {
        using var client = await RespClient.ConnectAsync(port);
        var master = Fields(await client.CallAsync("SENTINEL", "MASTER", SentinelFiles.Service));
        var replicas = await client.CallAsync("SENTINEL", "REPLICAS", SentinelFiles.Service);
        return new SentinelView(port, int.Parse(master["port"], System.Globalization.CultureInfo.InvariantCulture), master["flags"],
            long.Parse(master["num-other-sentinels"], System.Globalization.CultureInfo.InvariantCulture), [.. replicas.Items!.Select(replica => Fields(replica)["flags"])]);
    }

    public override string ToString() => $"sentinel {Port}: primary {Primary} {Flags}, {OtherSentinels} others, replicas {string.Join(' ', Replicas)}";

    private static Dictionary<string, string> Fields(RespReply reply) =>
        reply.Items is { } items ? items.Chunk(2).ToDictionary(pair => pair[0].Text!, pair => pair[1].Text!) : throw new InvalidOperationException($"{reply}");
}
