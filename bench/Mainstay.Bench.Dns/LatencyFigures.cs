namespace Mainstay.Bench.Dns;

/// <summary>How soon the new answer is served.</summary>
/// <param name="Switchovers">Changes of the primary.</param>
/// <param name="MedianMilliseconds">From the event stream's word of the publication to the first new answer; below 0 where the answer was first.</param>
/// <param name="LargestMilliseconds">The same, the worst.</param>
/// <param name="MedianFromAsked">From asking for the switchover to the first new answer.</param>
internal sealed record LatencyFigures(int Switchovers, double MedianMilliseconds, double LargestMilliseconds, double MedianFromAsked);
