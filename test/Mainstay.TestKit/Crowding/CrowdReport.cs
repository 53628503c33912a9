using System.Globalization;

namespace Mainstay.TestKit.Crowding;

/// <summary>What clients that behave had of a crowd.</summary>
/// <param name="Crowd">What it did.</param>
/// <param name="Answers">Answers that they had while it was there.</param>
/// <param name="Before">What all but one of a hundred answers took at most before it came, in milliseconds.</param>
/// <param name="During">The same while it came and was there.</param>
/// <param name="Longest">The longest that an answer took then, in milliseconds.</param>
/// <param name="DaemonGrowth">By how much the daemon's memory grew at most, in bytes.</param>
/// <param name="NodeGrowth">The same of the primary.</param>
public sealed record CrowdReport(string Crowd, long Answers, double Before, double During, double Longest, long DaemonGrowth, long NodeGrowth)
{
    public const string Heading = "| crowd | answers to others | their p99 before | during | longest | the daemon grew by | the primary by |\n|---|---|---|---|---|---|---|";

    /// <summary>What no crowd may make of the daemon: a request more or less of everybody in it.</summary>
    private const long MostDaemonGrowth = 300L << 20;

    /// <summary>What no crowd may make of the primary, in replies that nobody reads.</summary>
    private const long MostNodeGrowth = 1536L << 20;

    /// <summary>Whether the memory of both stayed within bounds.</summary>
    public bool IsBounded => DaemonGrowth < MostDaemonGrowth && NodeGrowth < MostNodeGrowth;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Crowd} | {Answers} | {Before:0.00} ms | {During:0.00} ms | {Longest:0.0} ms | {DaemonGrowth >> 20} MiB | {NodeGrowth >> 20} MiB |");
}
