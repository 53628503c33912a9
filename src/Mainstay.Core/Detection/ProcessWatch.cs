namespace Mainstay.Core.Detection;

/// <summary>Tells from samples of a process whether it is at work, stopped, or merely asleep.</summary>
internal sealed class ProcessWatch
{
    private const int MostSamples = 64;
    private readonly Queue<(Instant At, ProcessSample Sample)> _window = new();
    private (Instant At, ProcessSample Sample)? _last;

    /// <summary>Whether a process is known to be there, so that a refused connection alone does not prove its end.</summary>
    public bool Alive => _last is { Sample.State: not ('Z' or 'X') };

    /// <summary>Whether the last sample showed it stopped.</summary>
    public bool Stopped => _last is { Sample.Stopped: true };

    /// <summary>Takes one more sample and forgets those that are older than <paramref name="window"/>; null when no process is known.</summary>
    public void Sampled(Instant now, ProcessSample? sample, TimeSpan window)
    {
        if (sample is not { } one)
        {
            Forget();
            return;
        }

        _last = (now, one);
        _window.Enqueue((now, one));
        while (_window.Count > MostSamples || now - _window.Peek().At > window) _window.Dequeue();
    }

    /// <summary>
    /// Whether it is at work: caught running or waiting for a disk within the window, or it used a tenth of the window's time. One that has
    /// just ended its work is asleep while its answer is still on its way to us. An idle server uses far less, and one that is cut off from
    /// us is idle. A window that is not half full yet says nothing of use: processor time comes in steps of 10 ms.
    /// </summary>
    public bool Working(TimeSpan window)
    {
        if (_last is not { } last || last.Sample.Stopped) return false;
        foreach (var (_, sample) in _window)
            if (sample.Working) return true;
        var first = _window.Peek();
        var span = last.At - first.At;
        return span >= window / 2 && last.Sample.Processor - first.Sample.Processor > span * DetectionLimits.WorkingShare;
    }

    /// <summary>The process is another one from now on, or answered.</summary>
    public void Forget()
    {
        _window.Clear();
        _last = null;
    }
}
