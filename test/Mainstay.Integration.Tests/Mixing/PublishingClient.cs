using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Publishes numbers on a channel of its own.</summary>
internal sealed class PublishingClient(MixScene scene, int number, string channel) : MixClient(scene, "publishing", number)
{
    private long _last;

    protected override async Task RoundAsync(CancellationToken stop)
    {
        var answers = await AskAsync([.. Enumerable.Range(0, Random.Next(1, 4)).Select(_ => (string[])["PUBLISH", channel, (++_last).ToString(CultureInfo.InvariantCulture)])]);
        foreach (var answer in answers)
            if (answer.Reply is { IsError: false } reply && reply.Kind != ':') Wrong($"PUBLISH answered by {reply}");
    }
}
