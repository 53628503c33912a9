using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Caching;

/// <summary>
/// Many clients of one configuration endpoint while something happens to a node: they keep what was acknowledged and judge every value that they read by it.
/// A key has one writer, so that it is known at each moment which values may be read.
/// </summary>
public sealed class CacheFleet : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CacheClient[] _clients;
    private readonly StallMeter _stalls = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private Task _running = Task.CompletedTask;
    private long _event;

    private CacheFleet(CacheClient[] clients) => _clients = clients;

    /// <summary>Writes all keys once, starts the clients and returns when each of them had ten answers more.</summary>
    public static async Task<CacheFleet> StartAsync(CacheFleetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var names = Enumerable.Range(0, options.Clients * options.KeysOfClient).Select(number => $"{options.Run}:{number}").ToArray();
        var owners = await OwnersAsync(options, names);
        var keys = names.Select(name => new CacheKey(name, owners[name])).ToArray();
        var own = keys.Chunk(options.KeysOfClient).ToArray();
        var fleet = new CacheFleet([.. own.Select((mine, number) => new CacheClient(options, number, mine, keys))]);
        await Task.WhenAll(fleet._clients.Select(client => client.BeginAsync()));
        fleet._running = Task.WhenAll(fleet._clients.Select(client => Task.Run(() => client.RunAsync(fleet._stop.Token))));
        await fleet.FlowsAsync(10, Deadline.InSeconds(20));
        return fleet;
    }

    /// <summary>Says that the event begins now.</summary>
    public void Mark() => _event = TimeProvider.System.GetTimestamp();

    /// <summary>Awaits that every client had <paramref name="count"/> more answers that are no errors.</summary>
    public async Task FlowsAsync(int count, Deadline deadline)
    {
        var until = _clients.Select(client => client.Answered + count).ToArray();
        await Eventually.FineAsync(() => _clients.Count(client => client.Answered < until[client.Number]) is > 0 and var behind ? $"{behind} clients wait for answers" : null, deadline, "requests are answered");
    }

    /// <summary>Stops the clients and tells what they saw.</summary>
    public async Task<CacheFindings> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return new CacheFindings([.. _clients.SelectMany(client => client.Requests).OrderBy(request => request.Sent)], _event == 0 ? _started : _event, _stalls.Longest);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stalls.Dispose();
        _stop.Dispose();
    }

    // Asked of the nodes themselves: what the endpoint computes is not its own witness.
    private static async Task<Dictionary<string, int>> OwnersAsync(CacheFleetOptions options, string[] names)
    {
        using (var client = await options.Cluster.ConnectAsync())
            foreach (var name in names)
                if (await client.SetAsync(name, "owner") != "STORED") throw new InvalidOperationException($"{name} was not stored");
        var owners = new Dictionary<string, int>();
        for (var node = 0; node < options.Cluster.NodePorts.Count; node++)
            foreach (var name in await options.Cluster.HeldAsync(node, names)) owners.Add(name, node);
        return owners.Count == names.Length ? owners : throw new InvalidOperationException($"{owners.Count} of {names.Length} keys are on a node");
    }
}
