using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Sends 1 to 20 commands at a time: values and counters of its own in two databases, and words between them that must come back in their places.</summary>
internal sealed class PipeliningClient : MixClient
{
    private readonly (int Database, OwnValue Value, OwnCounter Counter)[] _places;
    private (int Database, OwnValue Value, OwnCounter Counter) _place;
    private long _words;

    public PipeliningClient(MixScene scene, int number, int largeEvery, int large) : base(scene, "pipelining", number)
    {
        var run = scene.Seed.ToString(CultureInfo.InvariantCulture);
        _places = [.. new[] { number % 16, (number + 5) % 16 }.Select(database => (database, new OwnValue($"own:{run}:{number}", largeEvery, large), new OwnCounter($"count:{run}:{number}")))];
        _place = _places[0];
    }

    /// <summary>Where a connection begins: as the client remembers it, not as the server does.</summary>
    protected override async Task GreetAsync(RespClient connection)
    {
        if ((await connection.CallAsync("SELECT", _place.Database.ToString(CultureInfo.InvariantCulture))).Text != "OK") Wrong("SELECT is not answered by OK");
    }

    protected override async Task RoundAsync(CancellationToken stop)
    {
        // A connection that is made anew begins in the database of this moment, not in one that a command of this round selects.
        await ConnectionAsync();
        var commands = new List<string[]>();
        var checks = new List<Action<MixAnswer>>();
        var writes = new List<(int At, OwnValue Value, long Sequence)>();
        IReadOnlyList<MixAnswer> answers = [];
        var large = false;
        var depth = Random.Next(2) == 0 ? 1 : Random.Next(2, 21);
        while (commands.Count < depth)
        {
            var place = _place;
            switch (Random.Next(8))
            {
                case 0:
                    _place = _places[Random.Next(2)];
                    Add(answer => Expect(answer, "OK"), "SELECT", _place.Database.ToString(CultureInfo.InvariantCulture));
                    break;
                case 1 or 2:
                    var (sequence, text) = place.Value.Next();
                    writes.Add((commands.Count, place.Value, sequence));
                    Add(answer =>
                    {
                        Expect(answer, "OK");
                        place.Value.Written(sequence, answer);
                    }, "SET", place.Value.Key, text);
                    break;
                case 3 or 4:
                    large |= place.Value.IsLarge;
                    var at = commands.Count;
                    Add(answer => Read(place.Value, answer, Behind(at, place.Value)), "GET", place.Value.Key);
                    break;
                case 5 or 6:
                    Add(answer => Count(place.Counter, answer), "INCR", place.Counter.Key);
                    break;
                default:
                    var word = string.Create(CultureInfo.InvariantCulture, $"{Name}-word-{++_words}");
                    Add(answer => Expect(answer, word), "ECHO", word);
                    break;
            }
        }

        answers = await AskAsync(commands, large);
        for (var i = 0; i < answers.Count; i++) checks[i](answers[i]);

        // A read that was in flight at a crash is sent again, behind writes that were sent behind it and may have run.
        IEnumerable<long> Behind(int read, OwnValue value) => writes.Where(write => write.At > read && write.Value == value && answers[write.At].Unknown).Select(write => write.Sequence);

        void Add(Action<MixAnswer> check, params string[] command)
        {
            commands.Add(command);
            checks.Add(check);
        }
    }

    private void Expect(MixAnswer answer, string text)
    {
        if (answer.Reply is { IsError: false } reply && reply.Text != text) Wrong($"answered by {reply} where {text} was due");
    }

    private void Read(OwnValue value, MixAnswer answer, IEnumerable<long> behind)
    {
        if (answer.Reply is not { } reply) return;
        if (reply is { IsNull: true } && !IsNull(reply, '$')) Wrong($"null of the other protocol: {reply.Kind}");
        if (value.Read(reply, answer, behind, Scene.Weather, out var lost) is { } wrong) Wrong(wrong);
        if (lost) Lost();
    }

    private void Count(OwnCounter counter, MixAnswer answer)
    {
        if (answer.Reply is { Kind: not ':', IsError: false } other) Wrong($"INCR answered by {other}");
        if (counter.Incremented(answer.Reply is { Kind: ':' } reply ? reply.Number : null, answer.Sent, Scene.Weather, out var lost) is { } wrong) Wrong(wrong);
        if (lost > 0) Lost(lost);
    }
}
