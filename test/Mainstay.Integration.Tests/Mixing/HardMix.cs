using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>200 clients of all kinds on one group, while its primary changes again and again.</summary>
internal sealed class HardMix : IDisposable
{
    private readonly UpProcess _up;
    private readonly MixScene _scene;
    private readonly List<MixClient> _clients = [];
    private readonly List<MixQueue> _lists = [], _streams = [];

    public HardMix(UpProcess up, int seed)
    {
        _up = up;
        _scene = new MixScene(up.Ports.Primary, seed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15 + (10 * Machine.Slack)));
        for (var i = 0; i < 120; i++) _clients.Add(i < 4 ? new PipeliningClient(_scene, i, 8, 2 << 20) : new PipeliningClient(_scene, i, i < 20 ? 5 : 0, 200 << 10));
        for (var i = 0; i < 30; i++) _clients.Add(new TransactionClient(_scene, i));
        for (var i = 0; i < 8; i++)
        {
            _lists.Add(new MixQueue(string.Create(CultureInfo.InvariantCulture, $"list:{seed}:{i}")));
            _clients.AddRange(new QueueFeeder(_scene, i, _lists[i], stream: false), new PoppingClient(_scene, i, _lists[i]));
        }

        for (var i = 0; i < 5; i++)
        {
            _streams.Add(new MixQueue(string.Create(CultureInfo.InvariantCulture, $"stream:{seed}:{i}")));
            _clients.AddRange(new QueueFeeder(_scene, i, _streams[i], stream: true), new GroupConsumer(_scene, i, _streams[i]));
        }

        for (var i = 0; i < 12; i++)
        {
            var channel = string.Create(CultureInfo.InvariantCulture, $"channel:{seed}:{i}");
            _clients.AddRange(new PublishingClient(_scene, i, channel), new SubscribedClient(_scene, i, channel));
        }
    }

    public MixFindings Findings => _scene.Findings;

    /// <summary>Runs the clients through all changes, in an order that the seed decides, and takes stock.</summary>
    /// <exception cref="TimeoutException">The group did not become whole, or a client does not go on.</exception>
    public async Task RunAsync(int switchovers, int crashes)
    {
        foreach (var stream in _streams)
            if ((await RespClient.AskAsync(_scene.Port, "XGROUP", "CREATE", stream.Key, GroupConsumer.Group, "0", "MKSTREAM")).IsError) throw new InvalidOperationException($"{stream.Key} has a group already");
        using var stop = new CancellationTokenSource();
        using var stopListening = new CancellationTokenSource();
        var listening = Running(_clients.Where(client => client is SubscribedClient), stopListening.Token);
        var running = Running(_clients.Where(client => client is not SubscribedClient), stop.Token);
        try
        {
            await EverybodyGoesOnAsync();
            var events = Enumerable.Range(0, switchovers + crashes).Select(i => i < crashes).ToArray();
            new Random(_scene.Seed).Shuffle(events);
            foreach (var crash in events)
            {
                await ChangeAsync(crash);
                await EverybodyGoesOnAsync();
                if (Findings.Wrong.Count > 0) break;
            }
        }
        finally
        {
            // Who listens ends at a message, so that those who publish go on until then.
            await stopListening.CancelAsync();
            await listening;
            await stop.CancelAsync();
            await running;
        }

        if (Findings.Wrong.Count == 0) await TakeStockAsync();
    }

    public override string ToString() => $"seed {_scene.Seed}: {_scene.Weather}, {_clients.Sum(client => client.Rounds)} rounds, {Findings}";

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private static Task Running(IEnumerable<MixClient> clients, CancellationToken stop) => Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(stop), CancellationToken.None)));

    private async Task ChangeAsync(bool crash)
    {
        var before = await _up.WholeAsync(Deadline.InSeconds(30 * Machine.Slack));
        var primary = await _up.PrimaryAsync();
        _scene.Weather.Begin(crash);
        if (crash) primary.Send(Signal.Kill);
        else await OperatorClient.PostAsync(_up.Ports.Web, "switchover");
        await _up.WholeAsync(Deadline.InSeconds(30 * Machine.Slack), before.Term + 1);
        _scene.Weather.End();
    }

    /// <summary>Awaits two more rounds of every client: nothing hangs, and every change meets clients in the middle of their work.</summary>
    private Task EverybodyGoesOnAsync()
    {
        var before = _clients.ToDictionary(client => client, client => client.Rounds);
        return Eventually.FineAsync(() =>
        {
            if (Findings.Wrong.Count > 0) return null;
            var stuck = _clients.Where(client => client.Rounds < before[client] + 2).Select(client => client.Name).ToList();
            return stuck.Count == 0 ? null : $"{stuck.Count} do not go on: {string.Join(", ", stuck.Take(10))}";
        }, Deadline.InSeconds(30 * Machine.Slack), "every client goes on");
    }

    private async Task TakeStockAsync()
    {
        // 1. Transactions: what all did of their own is what all did together.
        using var reader = await RespClient.ConnectAsync(_scene.Port);
        var own = await SumAsync(reader, [.. Enumerable.Range(0, 30).Select(i => TransactionClient.KeyOf(_scene, i))]);
        var shared = await SumAsync(reader, [.. Enumerable.Range(0, TransactionClient.Shared).Select(i => TransactionClient.SharedKeyOf(_scene, i))]);
        if (own != shared) Findings.Refute("transactions", string.Create(CultureInfo.InvariantCulture, $"{own} of their own, {shared} shared"));

        // 2. Lists: what was put in came out, or is there.
        foreach (var list in _lists) Missing(list, (await reader.CallAsync("LRANGE", list.Key, "0", "-1")).Items!.Select(item => item.Number));

        // 3. Streams: the rest is read, and then nothing is pending.
        foreach (var consumer in _clients.OfType<GroupConsumer>()) await consumer.FinishAsync();
        foreach (var stream in _streams)
        {
            Missing(stream, []);
            var pending = await reader.CallAsync("XPENDING", stream.Key, GroupConsumer.Group);
            if (pending.Items?[0].Text != "0") Findings.Refute(stream.Key, $"entries are pending: {pending}");
        }

        // 4. The daemon.
        if (!_up.Daemon.Runs || _up.Daemon.Errors.Contains("nhandled", StringComparison.Ordinal)) Findings.Refute("the daemon", _up.Daemon.Describe());
    }

    private void Missing(MixQueue queue, IEnumerable<long> there)
    {
        var missing = queue.Missing(there, _scene.Weather, out var died);
        Findings.CountLost(died);
        if (missing.Count > 0) Findings.Refute(queue.Key, $"{missing.Count} never came: {string.Join(", ", missing.Take(10))}");
    }

    private static async Task<long> SumAsync(RespClient reader, string[] keys) =>
        (await reader.CallAsync(["MGET", .. keys])).Items!.Sum(item => item.Text is null ? 0 : item.Number);
}
