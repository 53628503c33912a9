using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Hears numbers on a channel: each greater than the last, and none left out but at a change of primary.</summary>
internal sealed class SubscribedClient(MixScene scene, int number, string channel) : MixClient(scene, "subscribed", number)
{
    /// <summary>How much later than it came a message may be read on a busy machine.</summary>
    private static readonly long _late = 2 * TimeProvider.System.TimestampFrequency;

    private long _last, _heard = Weather.Now;

    /// <summary>Messages so far.</summary>
    public long Messages { get; private set; }

    /// <summary>It reads as messages come, so that when it hears one is about when it was sent.</summary>
    protected override bool Paced => false;

    protected override async Task GreetAsync(RespClient connection)
    {
        var reply = await connection.CallAsync("SUBSCRIBE", channel);
        if (reply is not { Items: [{ Text: "subscribe" }, { Text: var name }, { Text: "1" }] } || name != channel) Wrong($"SUBSCRIBE answered by {reply}");
        if (reply.Kind != (Resp3 ? '>' : '*')) Wrong($"SUBSCRIBE answered in the other protocol: {reply.Kind}");
    }

    protected override async Task RoundAsync(CancellationToken stop)
    {
        var connection = await ConnectionAsync();
        var reply = await connection.ReadAsync(Scene.Patience);
        if (reply is not { Items: [{ Text: "message" }, { Text: var name }, { Text: { } text }] } || name != channel || reply.Kind != (Resp3 ? '>' : '*'))
        {
            Wrong($"heard {reply}");
            return;
        }

        var (sequence, now) = (long.Parse(text, CultureInfo.InvariantCulture), Weather.Now);
        if (sequence <= _last) Wrong($"{channel}: {sequence} after {_last}");
        if (sequence > _last + 1 && _last > 0 && !Scene.Weather.ChangeWithin(_heard - _late, now)) Wrong($"{channel}: {sequence} after {_last}, and nothing happened between them");
        (_last, _heard, Messages) = (sequence, now, Messages + 1);
    }
}
