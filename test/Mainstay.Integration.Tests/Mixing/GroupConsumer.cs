using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Reads a stream as a group's only consumer, blocking, and acknowledges what it read. What it was given without knowing comes from its pending entries.</summary>
internal sealed class GroupConsumer(MixScene scene, int number, MixQueue queue) : MixClient(scene, "consuming", number)
{
    private bool _pending = true;

    public const string Group = "readers";

    /// <summary>Reads on until nothing is left, after nobody adds any more.</summary>
    public async Task FinishAsync()
    {
        do
        {
            _pending = true;
            await ReadAsync("0");
        }
        while (await ReadAsync(">") > 0);
    }

    protected override async Task RoundAsync(CancellationToken stop)
    {
        if (_pending) await ReadAsync("0");
        else await ReadAsync(">");
    }

    private async Task<int> ReadAsync(string from)
    {
        var answer = await AskAsync("XREADGROUP", "GROUP", Group, "only", "COUNT", "20", "BLOCK", "500", "STREAMS", queue.Key, from);
        if (answer.Unknown)
        {
            _pending = true;
            return 1;
        }

        if (answer.Reply is not { IsError: false } reply) return 0;
        if (IsNull(reply, '*')) return 0;
        var entries = Entries(reply);
        if (entries is null) Wrong($"XREADGROUP answered by {reply}");
        foreach (var entry in entries ?? []) Take(entry, answer);
        if (from == "0") _pending = entries is { Count: > 0 };
        if (entries is not { Count: > 0 }) return 0;

        var acknowledged = await AskAsync(["XACK", queue.Key, Group, .. entries.Select(entry => entry.Items![0].Text!)]);
        if (acknowledged.Unknown) _pending = true;
        else if (acknowledged.Reply is { IsError: false } count && count.Number != entries.Count && !Scene.Weather.MayHaveDied(answer.Sent)) Wrong($"{entries.Count} entries, {count.Number} acknowledged");
        return entries.Count;
    }

    private void Take(RespReply entry, MixAnswer answer)
    {
        // An entry that a crash took back is among the pending ones without its fields.
        if (entry.Items is not [_, { Items: [_, { Text: { } text }] }]) Wrong($"an entry is {entry}");
        else if (queue.Taken(long.Parse(text, CultureInfo.InvariantCulture), answer, Scene.Weather, out var again) is { } wrong) Wrong(wrong);
        else if (again) Lost();
    }

    /// <summary>The entries of the one stream: in a list of pairs, or in a map.</summary>
    private IReadOnlyList<RespReply>? Entries(RespReply reply) => Resp3
        ? reply is { Kind: '%', Items: [{ Text: var name }, { Items: { } mapped }] } && name == queue.Key ? mapped : null
        : reply is { Kind: '*', Items: [{ Items: [{ Text: var first }, { Items: { } listed }] }] } && first == queue.Key ? listed : null;
}
