using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Fuzzing;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Random traffic beside spoilt input, while connections to nodes end again and again: each client owns its keys and judges every answer.</summary>
public sealed class JudgedTrafficTests
{
    private const int Owners = 6;
    private const int Attackers = 3;

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Every_answer_is_right_whatever_others_do(int loops, bool faults)
    {
        var plan = new FuzzPlan(4);

        // One thread that takes all of a connection at once: what is left on one that was closed has run before the next one is heard.
        await using var cluster = await RealCluster.StartAsync(nodes: 3, loops: loops, options: ["-t", "1", "-R", "100000"]);
        using var stop = new CancellationTokenSource();
        var owners = Enumerable.Range(0, Owners).Select(number => Task.Run(() => OwnAsync(cluster.Port, number, plan.FirstSeed + number, faults, stop.Token))).ToList();
        var attackers = Enumerable.Range(0, Attackers).Select(number => Task.Run(() => AttackAsync(cluster.Port, plan.FirstSeed - 1 - number, stop.Token))).ToList();
        try
        {
            // The nodes keep what they have: only the connections to them are others.
            foreach (var seed in plan.Seeds())
            {
                if (owners.Concat(attackers).Any(task => task.IsCompleted)) break;
                if (faults) await cluster.ChangeAsync(seed % 3, node => node with { Life = node.Life + 1 });
                using var client = await TextClient.ConnectAsync(cluster.Port);
                for (var i = 0; i < 20; i++) Assert.Equal("", await client.AllAsync(""));
            }

            await stop.CancelAsync();
            var judged = (await Task.WhenAll(owners)).Sum();
            await Task.WhenAll(attackers);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {plan.FirstSeed}: {judged} answers judged");
            Assert.True(judged > 1000, $"{judged}");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{FuzzPlan.Again(plan.FirstSeed + 1)}{Environment.NewLine}{exception.Message}", exception);
        }

        Assert.Equal(0, cluster.Figures.Held);
    }

    /// <summary>Pipelines of sets, deletions and reads of its own keys. An error leaves a change open: both are right until the next.</summary>
    /// <param name="port">The endpoint's.</param>
    /// <param name="number">Whose keys.</param>
    /// <param name="seed">Of all that is random.</param>
    /// <param name="once">Whether a pipeline has each key once: a read that is repeated after a loss tells what a change behind it made.</param>
    /// <param name="stop">Ends it.</param>
    private static async Task<long> OwnAsync(int port, int number, int seed, bool once, CancellationToken stop)
    {
        var random = new Random(seed);
        var model = Enumerable.Range(0, 30).Select(_ => new HashSet<string?> { null }).ToArray();
        using var client = await TextClient.ConnectAsync(port);
        for (var judged = 0L; ; judged++)
        {
            if (stop.IsCancellationRequested) return judged;
            var requests = new StringBuilder();
            var judges = new List<Func<TextClient, Task>>();
            var keys = new Queue<int>(Enumerable.Range(0, 200).Select(i => once ? i : random.Next(model.Length)).Take(once ? model.Length : 200).OrderBy(_ => once ? random.Next() : 0));
            for (var i = random.Next(1, 12); i > 0 && keys.Count > 8; i--) judges.Add(Next(random, number, keys, model, requests));
            await client.SendAsync(requests.ToString());
            foreach (var judge in judges) await judge(client);
            judged += judges.Count;
        }
    }

    private static Func<TextClient, Task> Next(Random random, int number, Queue<int> keys, HashSet<string?>[] model, StringBuilder requests)
    {
        string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"own:{number}:{index}");
        var at = keys.Dequeue();
        switch (random.Next(4))
        {
            case 0:
                var value = new string((char)('a' + random.Next(26)), random.Next(20) == 0 ? random.Next(100_000) : random.Next(100)) + random.Next();
                var isSilent = random.Next(4) == 0;
                requests.Append(CultureInfo.InvariantCulture, $"set {Key(at)} 0 0 {value.Length}{(isSilent ? " noreply" : "")}\r\n{value}\r\n");
                if (!isSilent) return async client => Change(model[at], value, await client.ReadLineAsync(), "STORED");
                return _ =>
                {
                    model[at].Add(value);
                    return Task.CompletedTask;
                };
            case 1:
                requests.Append(CultureInfo.InvariantCulture, $"delete {Key(at)}\r\n");
                return async client => Change(model[at], null, await client.ReadLineAsync(), "DELETED", "NOT_FOUND");
            default:
                var asked = Enumerable.Range(0, random.Next(1, 8)).Select(_ => keys.Dequeue()).ToList();
                requests.Append(CultureInfo.InvariantCulture, $"get {string.Join(' ', asked.Select(Key))}\r\n");
                return async client =>
                {
                    var next = 0;
                    for (var line = await client.ReadLineAsync(); line != "END"; line = await client.ReadLineAsync())
                    {
                        var words = line.Split(' ');
                        if (words[0] != "VALUE") throw new InvalidOperationException($"a get is answered {line}");
                        for (; next < asked.Count && Key(asked[next]) != words[1]; next++) Know(model[asked[next]], null);
                        if (next == asked.Count) throw new InvalidOperationException($"{words[1]} was not asked for, or not there");
                        var data = await client.ReadBytesAsync(int.Parse(words[3], CultureInfo.InvariantCulture) + 2);
                        Know(model[asked[next++]], Encoding.Latin1.GetString(data.AsSpan(0, data.Length - 2)));
                    }

                    for (; next < asked.Count; next++) Know(model[asked[next]], null);
                };
        }
    }

    private static void Change(HashSet<string?> possible, string? value, string answer, params string[] words)
    {
        if (answer.StartsWith("SERVER_ERROR mainstay:", StringComparison.Ordinal)) possible.Add(value);
        else if (!words.Contains(answer)) throw new InvalidOperationException($"a change is answered {answer}");
        else
        {
            possible.Clear();
            possible.Add(value);
        }
    }

    private static void Know(HashSet<string?> possible, string? value)
    {
        if (!possible.Contains(value)) throw new InvalidOperationException($"{value ?? "nothing"} was read, {string.Join(" or ", possible.Select(one => one ?? "nothing"))} is there");
        possible.Clear();
        possible.Add(value);
    }

    private static async Task AttackAsync(int port, int seed, CancellationToken stop)
    {
        string[] samples =
        [
            "set z1 0 0 5\r\nhello\r\n", "get z1 z2 z3\r\n", "ms z1 5 T0 q\r\nhello\r\n", "mg z1 v k t O1 q\r\n", "md z1 q\r\n", "ma z2 N0 J5 v\r\n", "gats 0 z1 z2\r\n", "incr z2 5 noreply\r\n", "cas z1 0 0 1 5\r\nx\r\n",
            "append z1 0 0 1 noreply\r\nx\r\n", "ms ejE= 3 b F5\r\nabc\r\n", "me z1\r\n", "touch z1 0\r\n", "stats\r\n", "mn\r\n", "version\r\n", "set z1 0 0 50000\r\n" + new string('q', 50_000) + "\r\n", "verbosity 0 noreply\r\n",
            "config get cluster\r\n", "delete z1 0\r\n", "  get z1\0 z2\r\n", "mg z1 " + new string('s', 900) + "\r\n",
        ];
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => samples[random.Next(samples.Length)]));
            var bytes = ByteMutation.Spoil(Encoding.Latin1.GetBytes(text), random, random.Next(8));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync("127.0.0.1", port, stop);
                foreach (var piece in ByteMutation.Pieces(bytes, random, random.Next(2) == 0 ? 2000 : 60_000)) await socket.SendAsync(piece, stop);
                if (random.Next(2) == 0) socket.LingerState = new LingerOption(true, 0);
                else
                {
                    socket.Shutdown(SocketShutdown.Send);
                    var buffer = new byte[16 << 10];
                    while (await socket.ReceiveAsync(buffer.AsMemory(), stop) > 0)
                    {
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Closed on it, as it may be, or told to stop.
            }
        }
    }
}
