namespace Mainstay.TestKit.Waiting;

/// <summary>Awaits a condition. What was seen last is part of the failure, so that a red test tells more than "timed out".</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks until <paramref name="problem"/> returns null; its answer says what is not yet so.</summary>
    /// <exception cref="TimeoutException">The deadline passed; the message has the last problem.</exception>
    public static async Task FineAsync(Func<Task<string?>> problem, Deadline deadline, string what)
    {
        while (true)
        {
            if (await problem() is not { } seen) return;
            if (deadline.Passed) throw new TimeoutException($"Not within {deadline.After.TotalSeconds:0.###} s: {what}. Seen last: {seen}");
            await deadline.PauseAsync(Between);
        }
    }

    /// <inheritdoc cref="FineAsync(Func{Task{string?}}, Deadline, string)"/>
    public static Task FineAsync(Func<string?> problem, Deadline deadline, string what) => FineAsync(() => Task.FromResult(problem()), deadline, what);

    /// <summary>Looks until <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static Task TrueAsync(Func<bool> condition, Deadline deadline, string what) => FineAsync(() => condition() ? null : "it was false", deadline, what);

    /// <summary>Looks until <paramref name="look"/> gives a value that is <paramref name="good"/>, and returns it. Exceptions of a look count as "not yet".</summary>
    /// <exception cref="TimeoutException">The deadline passed; the message has the last value or exception.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> good, Deadline deadline, string what)
    {
        T? value = default;
        await FineAsync(async () =>
        {
            try
            {
                value = await look();
                return good(value) ? null : $"{value}";
            }
            catch (Exception exception) when (exception is not TimeoutException)
            {
                return $"{exception.GetType().Name}: {exception.Message}";
            }
        }, deadline, what);
        return value!;
    }
}
