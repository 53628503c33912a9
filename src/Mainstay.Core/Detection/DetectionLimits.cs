namespace Mainstay.Core.Detection;

/// <summary>The times that silence is measured by, all derived from one configured figure.</summary>
/// <param name="Detect">How long a node may give no answer before it counts as silent.</param>
/// <param name="BusyTolerance">How long a process that visibly works may give no answer before it counts as silent all the same.</param>
public sealed record DetectionLimits(TimeSpan Detect, TimeSpan BusyTolerance)
{
    /// <summary>Busy is tolerated for ten times <paramref name="detect"/>: a fork of a large server takes seconds.</summary>
    public static DetectionLimits For(TimeSpan detect) => new(detect, detect * 10);

    /// <summary>How long the open connection may be silent before a fresh one is tried beside it.</summary>
    public TimeSpan OpenFreshAfter => Detect / 2;

    /// <summary>
    /// How long the fresh connection must have been tried in vain. A little less than the other half of <see cref="Detect"/>, so that a
    /// verdict is not put off by the step in which time is looked at.
    /// </summary>
    public TimeSpan FreshPatience => Detect * 0.4;

    /// <summary>
    /// A longer time than this between two judgements was a pause of our own (a frozen daemon, a starved machine): it says nothing about
    /// the node and is not counted as its silence.
    /// </summary>
    public TimeSpan OwnPause => Detect / 4;

    /// <summary>The time over which processor use is looked at.</summary>
    public TimeSpan ProcessWindow => Detect / 2;

    /// <summary>Processor use, as a share of the time that passed, from which an unanswering process counts as working.</summary>
    public static double WorkingShare => 0.1;
}
