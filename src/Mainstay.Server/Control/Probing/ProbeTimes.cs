namespace Mainstay.Server.Control.Probing;

/// <summary>How often a node is looked at, from the one configured figure.</summary>
internal sealed record ProbeTimes(TimeSpan Period, TimeSpan Turn)
{
    /// <summary>Ten probes within the detection time, and a look at what came of them twice as often.</summary>
    public static ProbeTimes For(TimeSpan detect) => new(detect / 10, detect / 20);
}
