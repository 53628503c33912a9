namespace Mainstay.TestKit.Waiting;

/// <summary>
/// A moment after which waiting is given up. All waiting of all tests goes through <see cref="PauseAsync"/>: tests look at a condition again and
/// again and never assume that something happened because time passed.
/// </summary>
public sealed class Deadline
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    private Deadline(TimeSpan after) => After = after;

    /// <summary>How long may be waited in all.</summary>
    public TimeSpan After { get; }

    /// <summary>How long was waited so far.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Left => After > Elapsed ? After - Elapsed : TimeSpan.Zero;

    public bool Passed => Elapsed >= After;

    public static Deadline In(TimeSpan after) => new(after);

    public static Deadline InSeconds(double seconds) => new(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits before looking again: <paramref name="between"/>, or what is left when that is less.</summary>
    public Task PauseAsync(TimeSpan between, CancellationToken cancellationToken = default) =>
        Task.Delay(Left < between ? Left : between, cancellationToken);
}
