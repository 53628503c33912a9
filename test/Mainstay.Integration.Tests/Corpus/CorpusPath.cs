using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>One way to the server: directly, or through an endpoint.</summary>
/// <param name="port">Where clients connect.</param>
/// <param name="serverPort">The server's own port, to look at it.</param>
/// <param name="protocol">2 or 3, of the clients of a case.</param>
internal sealed class CorpusPath(int port, int serverPort, int protocol) : IAsyncDisposable
{
    private CorpusClient? _preparing;

    /// <summary>Runs a case on a fresh dataset and tells all that its clients received.</summary>
    /// <exception cref="TimeoutException">Something was not answered.</exception>
    public async Task<Transcript> RunAsync(CorpusCase what)
    {
        var clients = new SortedDictionary<int, CorpusClient>();
        try
        {
            await PrepareAsync(what);
            for (var at = 0; at < what.Steps.Count;)
            {
                // 1. All that the same client sends at once, up to what blocks.
                var end = at + 1;
                while (end < what.Steps.Count && what.Steps[end].Client == what.Steps[at].Client && !what.Steps[end - 1].Blocks) end++;
                var steps = what.Steps.Skip(at).Take(end - at).ToList();
                if (!clients.TryGetValue(steps[0].Client, out var client)) clients[steps[0].Client] = client = await CorpusClient.ConnectAsync(port, protocol);
                await client.SendAsync(steps);
                at = end;

                // 2. What another one does next comes after it.
                if (steps[^1].Blocks) await BlockedAsync();
                else await client.SyncAsync();
            }

            foreach (var client in clients.Values) await client.SyncAsync();
            return new Transcript(string.Concat(clients.Select(client => $"{client.Key}: {client.Value.Received}")));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{what}: {late.Message}", late);
        }
        finally
        {
            foreach (var client in clients.Values) client.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        _preparing?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PrepareAsync(CorpusCase what)
    {
        _preparing ??= await CorpusClient.ConnectAsync(port, 2);
        await _preparing.SendAsync(Dataset.For(what));
        await _preparing.SyncAsync();
        if (_preparing.Take().Split("\r\n").FirstOrDefault(line => line.StartsWith('-')) is { } error) throw new InvalidOperationException($"the dataset: {error}");

        // The subscribers of the case before, and the children that it started, take a moment to be gone.
        if (what.Uses("PUBSUB") || what.Steps.Any(step => step.Name.Contains("PUBLISH", StringComparison.Ordinal))) await UnheardAsync();
        if (what.Steps.Any(step => step.Name.Contains("BGSAVE", StringComparison.Ordinal) || step.Name.Contains("BGREWRITEAOF", StringComparison.Ordinal) || step.Is("SAVE"))) await ChildlessAsync();
    }

    private async Task BlockedAsync() =>
        await Eventually.GetAsync(() => DataNode.InfoAsync(serverPort, "clients"), info => info["blocked_clients"] != "0", Deadline.InSeconds(5), "a client is blocked");

    private async Task ChildlessAsync() => await Eventually.GetAsync(
        () => DataNode.InfoAsync(serverPort, "persistence"), info => info["rdb_bgsave_in_progress"] == "0" && info["aof_rewrite_in_progress"] == "0" && info["aof_rewrite_scheduled"] == "0",
        Deadline.InSeconds(10), "nothing is being saved");

    private Task UnheardAsync() => Eventually.FineAsync(async () =>
    {
        var heard = $"{await TestKit.Resp.RespClient.AskAsync(serverPort, "PUBSUB", "CHANNELS")}{await TestKit.Resp.RespClient.AskAsync(serverPort, "PUBSUB", "SHARDCHANNELS")}{await TestKit.Resp.RespClient.AskAsync(serverPort, "PUBSUB", "NUMPAT")}";
        return heard == "*[]*[]:0" ? null : heard;
    }, Deadline.InSeconds(5), "nobody is subscribed");
}
