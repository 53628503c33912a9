using Mainstay.Core.Detection;

namespace Mainstay.Core.Tests.Detection;

/// <summary>Turns a detector every 50 ms of its own time, as a prober does, and says what it thinks at the end.</summary>
internal sealed class DetectorDriver
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    public DetectorDriver() => Detector = new SilenceDetector(DetectionLimits.For(TimeSpan.FromSeconds(1)), Now);

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromSeconds(100);

    public SilenceDetector Detector { get; }

    /// <summary>What the process shows in each turn; null for one that is not known.</summary>
    public Func<Instant, ProcessSample?> Process { get; set; } = _ => null;

    /// <summary>What becomes of a fresh connection; null leaves it pending.</summary>
    public Action<SilenceDetector>? Fresh { get; set; }

    public Verdict Verdict { get; private set; }

    /// <summary>How often a fresh connection was opened.</summary>
    public int FreshOpened { get; private set; }

    /// <summary>Answered at this very instant.</summary>
    public DetectorDriver Answered()
    {
        Detector.Answered(Now);
        return this;
    }

    /// <summary>Lets time pass, turn by turn, without an answer.</summary>
    public DetectorDriver Pass(int milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (Now < end)
        {
            Now += Turn;
            Look();
        }

        return this;
    }

    /// <summary>Lets time pass at a stroke, as when the daemon itself was frozen.</summary>
    public DetectorDriver Jump(int milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        return Look();
    }

    public DetectorDriver Look()
    {
        Detector.Sampled(Now, Process(Now));
        Verdict = Detector.Judge(Now);
        if (!Verdict.OpenFresh) return this;
        FreshOpened++;
        Detector.FreshBegun(Now);
        Fresh?.Invoke(Detector);
        return this;
    }
}
