using System.Text;
using Mainstay.Bench.Memcached.Keys;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Kills;

/// <summary>Kills a node while its keys are asked for through all systems that can be asked at one address.</summary>
internal static class KillRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5), Settling = TimeSpan.FromSeconds(1);

    /// <summary>By system.</summary>
    /// <exception cref="TimeoutException">The node did not come back.</exception>
    public static async Task<IReadOnlyDictionary<SystemKind, KillFigures>> RunAsync(Field field, int node, CancellationToken cancellationToken)
    {
        // 1. Load on the node that is to be killed.
        var daemon = field.Daemon;
        await daemon.ServesAsync();
        var ring = new ClientRing(daemon.NodePorts);
        var keys = Enumerable.Range(0, Keyspace.Keys).Select(Keyspace.Name).Where(key => ring.Owner(Encoding.ASCII.GetBytes(key)) == node).ToList();
        var asked = field.Systems.Where(system => system.Kind != SystemKind.Direct).ToDictionary(system => system.Kind, system => new KeyAskers(system.Ports[0], keys));
        try
        {
            await Eventually.TrueAsync(() => asked.Values.All(askers => askers.AreAnswered), Deadline.InSeconds(10), "keys are answered");
            await Deadline.In(Settling).PauseAsync(Settling, cancellationToken);

            // 2. The kill, and until another process serves.
            var process = await daemon.NodeProcessAsync(node);
            foreach (var askers in asked.Values) askers.Begin();
            var clock = Deadline.InSeconds(30);
            SystemProcess.Send(process, Signal.Kill);
            await WaitAsync(async () => (await daemon.HealthAsync()).Any(word => word != "online"), "the kill is seen");
            await WaitAsync(async () => (await daemon.HealthAsync()).All(word => word == "online"), "the node serves again");
            var again = clock.Elapsed.TotalMilliseconds;

            // 3. What the clients saw.
            await Deadline.In(Settling).PauseAsync(Settling, cancellationToken);
            return asked.ToDictionary(pair => pair.Key, pair => pair.Value.Tell() is var (gap, errors) ? new KillFigures(gap, errors, again) : throw new InvalidOperationException());

            async Task WaitAsync(Func<Task<bool>> condition, string what)
            {
                while (!await condition())
                {
                    if (clock.Passed) throw new TimeoutException($"30 s after a kill it is not so that {what}");
                    await clock.PauseAsync(Look, cancellationToken);
                }
            }
        }
        finally
        {
            foreach (var askers in asked.Values) await askers.DisposeAsync();
        }
    }
}
