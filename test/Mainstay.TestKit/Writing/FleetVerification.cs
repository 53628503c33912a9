using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Writing;

/// <summary>Reads back what a fleet wrote.</summary>
internal static class FleetVerification
{
    private const int AtOnce = 1000;

    public static async Task<IReadOnlyList<WriterFindings>> ReadBackAsync(int port, IEnumerable<Writer> writers, long resumed)
    {
        using var client = await RespClient.ConnectAsync(port);
        var findings = new List<WriterFindings>();
        foreach (var writer in writers)
        {
            findings.Add(writer.Kind switch
            {
                WriteKind.Append => Appended(writer.Records, await ListAsync(client, writer.Key), resumed),
                WriteKind.Set => Appended(writer.Records, await PresentAsync(client, writer), resumed),
                _ => Counted(writer.Records, long.Parse((await client.CallAsync("GET", writer.Key)).Value ?? "0", CultureInfo.InvariantCulture), writer.WentBack),
            });
            await RemoveAsync(client, writer);
        }

        return findings;
    }

    /// <summary>Compares what a writer knows with the sequence numbers that are there, in their order.</summary>
    /// <param name="records">All of one writer.</param>
    /// <param name="there">As read back.</param>
    /// <param name="resumed">When writes had resumed after the event.</param>
    public static WriterFindings Appended(IReadOnlyList<WriteRecord> records, IReadOnlyList<long> there, long resumed)
    {
        var present = there.ToHashSet();
        var lost = records.Where(record => record.Outcome == WriteOutcome.Acknowledged && !present.Contains(record.Sequence)).ToList();
        var refused = records.Count(record => record.Outcome == WriteOutcome.Refused && present.Contains(record.Sequence));
        var outOfOrder = there.Zip(there.Skip(1)).Count(pair => pair.Second < pair.First);
        return new WriterFindings(lost.Count, lost.Count(record => record.Sent > resumed), there.Count - present.Count, outOfOrder, refused);
    }

    /// <summary>Compares what a writer knows with the counter. A reply that went back tells of a loss that later unknown writes would hide.</summary>
    public static WriterFindings Counted(IReadOnlyList<WriteRecord> records, long counter, long wentBack)
    {
        var acknowledged = records.Count(record => record.Outcome == WriteOutcome.Acknowledged);
        var unknown = records.Count(record => record.Outcome == WriteOutcome.Unknown);
        return new WriterFindings(Math.Max(Math.Max(0, acknowledged - counter), wentBack), 0, Math.Max(0, counter - acknowledged - unknown), 0, 0);
    }

    private static async Task<IReadOnlyList<long>> ListAsync(RespClient client, string key)
    {
        var reply = await client.CallAsync("LRANGE", key, "0", "-1");
        return reply.IsError ? throw new InvalidOperationException(reply.Text) : [.. reply.Items!.Select(item => item.Number)];
    }

    private static async Task<IReadOnlyList<long>> PresentAsync(RespClient client, Writer writer)
    {
        var present = new List<long>();
        foreach (var keys in SetKeys(writer).Chunk(AtOnce))
        {
            var reply = await client.CallAsync(["MGET", .. keys]);
            if (reply.IsError) throw new InvalidOperationException(reply.Text);
            present.AddRange(reply.Items!.Where(item => !item.IsNull).Select(item => item.Number));
        }

        return present;
    }

    private static async Task RemoveAsync(RespClient client, Writer writer)
    {
        foreach (var keys in (writer.Kind == WriteKind.Set ? SetKeys(writer) : [writer.Key]).Chunk(AtOnce)) await client.CallAsync(["UNLINK", .. keys]);
    }

    private static IEnumerable<string> SetKeys(Writer writer) => writer.Records.Select(record => $"{writer.Key}:{record.Sequence}");
}
