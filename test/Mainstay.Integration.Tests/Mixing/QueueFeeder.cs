using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>Puts numbers into a list or a stream, one or a few at a time.</summary>
internal sealed class QueueFeeder(MixScene scene, int number, MixQueue queue, bool stream) : MixClient(scene, stream ? "adding" : "pushing", number)
{
    protected override async Task RoundAsync(CancellationToken stop)
    {
        var numbers = Enumerable.Range(0, Random.Next(1, 5)).Select(_ => queue.Next()).ToList();
        var answers = await AskAsync([.. numbers.Select(next => Command(next.ToString(CultureInfo.InvariantCulture)))]);
        for (var i = 0; i < numbers.Count; i++)
        {
            if (answers[i].Reply is { IsError: false } reply && reply.Kind != (stream ? '$' : ':')) Wrong($"answered by {reply}");
            queue.Put(numbers[i], answers[i]);
        }
    }

    private string[] Command(string next) => stream ? ["XADD", queue.Key, "*", "n", next] : ["RPUSH", queue.Key, next];
}
