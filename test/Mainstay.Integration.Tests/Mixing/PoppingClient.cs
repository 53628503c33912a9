using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Takes numbers out of a list with blocking pops, from the end at which they come first.</summary>
internal sealed class PoppingClient(MixScene scene, int number, MixQueue queue) : MixClient(scene, "popping", number)
{
    protected override async Task RoundAsync(CancellationToken stop)
    {
        for (var i = 0; i < 5 && !stop.IsCancellationRequested; i++)
        {
            var answer = Random.Next(3) switch
            {
                0 => await AskAsync("BLPOP", queue.Key, "1"),
                1 => await AskAsync("BLPOP", "absent", queue.Key, "0.5"),
                _ => await AskAsync("BLMPOP", "1", "1", queue.Key, "LEFT"),
            };
            if (answer.Unknown) queue.TakenUnknown();
            if (answer.Reply is not { IsError: false } reply || IsNull(reply, '*')) continue;
            var text = reply.Items is [{ Text: var key }, var value] && key == queue.Key ? value.Items is [var only] ? only.Text : value.Text : null;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var taken)) Wrong($"a pop is answered by {reply}");
            else if (queue.Taken(taken, answer, Scene.Weather, out var again) is { } wrong) Wrong(wrong);
            else if (again) Lost();
        }
    }
}
