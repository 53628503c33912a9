using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>
/// Increments a counter that many share by WATCH, GET, MULTI, SET, EXEC, and in the same transaction one of its own. Both always grow together:
/// however many transactions a crash undoes, all counters of their own sum up to the shared ones.
/// </summary>
internal sealed class TransactionClient(MixScene scene, int number) : MixClient(scene, "transaction", number)
{
    private readonly OwnCounter _own = new(KeyOf(scene, number));

    public static int Shared => 5;

    public static string KeyOf(MixScene scene, int number) => string.Create(CultureInfo.InvariantCulture, $"tx:{scene.Seed}:{number}");

    public static string SharedKeyOf(MixScene scene, int number) => string.Create(CultureInfo.InvariantCulture, $"shared:{scene.Seed}:{number % Shared}");

    protected override async Task RoundAsync(CancellationToken stop)
    {
        // 1. What is there, watched.
        var shared = SharedKeyOf(Scene, Number);
        var before = await AskAsync([["WATCH", shared], ["GET", shared]]);
        if (before[1].Reply is not { IsError: false } there) return;
        var next = (long.Parse(there.Text ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

        // 2. One more, in a transaction that is sent at once or command by command.
        string[][] commands = [["MULTI"], ["SET", shared, next], ["INCR", _own.Key], ["EXEC"]];
        IReadOnlyList<MixAnswer> answers = Random.Next(2) == 0 ? await AskAsync(commands) : [await AskAsync(commands[0]), await AskAsync(commands[1]), await AskAsync(commands[2]), await AskAsync(commands[3])];
        string[] expected = ["OK", "QUEUED", "QUEUED"];
        for (var i = 0; i < expected.Length; i++)
            if (answers[i].Reply is { IsError: false } reply && reply.Text != expected[i]) Wrong($"{commands[i][0]} answered by {reply}");
        Judge(answers[3]);
    }

    private void Judge(MixAnswer executed)
    {
        long? count = null;
        if (executed.Reply is { IsError: true } || (executed.Reply is { } conflict && IsNull(conflict, '*'))) return;
        if (executed.Reply is { Items: [{ Text: "OK" }, { Kind: ':' } own] }) count = own.Number;
        else if (executed.Reply is { } other) Wrong($"EXEC answered by {other}");
        if (_own.Incremented(count, executed.Sent, Scene.Weather, out var lost) is { } wrong) Wrong(wrong);
        if (lost > 0) Lost(lost);
    }
}
