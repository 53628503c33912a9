namespace Mainstay.Core.Configuration;

/// <summary>When a write counts as done.</summary>
/// <param name="Acknowledgements">
/// How many replicas must confirm a write before its reply is given to the client. 0 is <c>async</c>: the primary's word is enough.
/// </param>
/// <param name="Timeout">How long a confirmation may take before the client is told <c>NOTDURABLE</c>. Unused when async.</param>
public sealed record Durability(int Acknowledgements, TimeSpan Timeout)
{
    /// <summary>Replies at once; what was not replicated yet is lost at a crash.</summary>
    public static Durability Async { get; } = new(0, TimeSpan.Zero);

    /// <summary>One replica confirms within 500 ms.</summary>
    public static Durability Sync { get; } = new(1, TimeSpan.FromMilliseconds(500));

    /// <summary>Whether any replica must confirm.</summary>
    public bool IsSync => Acknowledgements > 0;
}
