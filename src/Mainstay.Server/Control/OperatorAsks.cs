using System.Collections.Concurrent;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Control;

/// <summary>People who wait for an answer of the machine. Each gets exactly one, in bounded time.</summary>
internal sealed class OperatorAsks(TimeProvider time)
{
    /// <summary>Longer than any change takes with its waits; whoever asked is told the truth then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Loading a backup takes as long as it takes.</summary>
    public static readonly TimeSpan RestorePatience = TimeSpan.FromHours(6);

    /// <summary>At most so many wait at once.</summary>
    public const int MostWaiting = 64;

    private readonly ConcurrentDictionary<long, TaskCompletionSource<OperatorReply>> _waiting = new();
    private long _last;

    /// <summary>Takes a request: gives it a number, hands it over, and waits for the answer.</summary>
    public async Task<OperatorReply> AskAsync(Func<long, bool> post, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_waiting.Count >= MostWaiting) return No("too many requests wait already: try again");
        var id = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<OperatorReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            if (!post(id)) return No("the controller is too busy to take a request: try again");
            return await answer.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return No($"no end after {patience.TotalSeconds:0} s; it may still be under way: look at the status");
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>The machine's answer.</summary>
    public void Answer(long id, OperatorReply reply)
    {
        if (_waiting.TryRemove(id, out var answer)) answer.TrySetResult(reply);
    }

    /// <summary>Nobody will answer any more who was asked so far.</summary>
    public void AnswerAll(string why)
    {
        foreach (var id in _waiting.Keys) Answer(id, No(why));
    }

    private static OperatorReply No(string why) => new(false, why, []);
}
