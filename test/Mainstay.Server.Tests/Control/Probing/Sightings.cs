using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Server.Control;
using Mainstay.Server.Control.Probing;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Control.Probing;

/// <summary>Keeps what a prober tells, with the instant of each.</summary>
internal sealed class Sightings(ControlClock clock) : ISightings
{
    private readonly List<(Instant At, NodeReport? Report, UnreachableEvidence? Evidence, Instant Since)> _seen = [];

    public void Reported(string node, NodeReport report) => Add((clock.Now, report, null, clock.Now));

    public void Refused(string node, string why)
    {
        // Words for people; the evidence beside it is what counts here.
    }

    public void Unreachable(string node, UnreachableEvidence evidence, Instant since) => Add((clock.Now, null, evidence, since));

    public (Instant At, NodeReport? Report, UnreachableEvidence? Evidence, Instant Since)[] After(Instant from)
    {
        lock (_seen) return [.. _seen.Where(one => one.At >= from)];
    }

    /// <summary>Awaits a report that came at or after <paramref name="from"/>.</summary>
    public Task<Instant> ReportAsync(Instant from, Func<NodeReport, bool>? good = null) =>
        FirstAsync(from, one => one.Report is { } report && (good is null || good(report)), "a report");

    /// <summary>Awaits the first evidence of a kind at or after <paramref name="from"/>; says when it came.</summary>
    public Task<Instant> EvidenceAsync(Instant from, UnreachableEvidence evidence) => FirstAsync(from, one => one.Evidence == evidence, $"{evidence}");

    private async Task<Instant> FirstAsync(Instant from, Func<(Instant At, NodeReport? Report, UnreachableEvidence? Evidence, Instant Since), bool> good, string what)
    {
        await Eventually.TrueAsync(() => After(from).Any(good), Deadline.InSeconds(20), what);
        return After(from).First(good).At;
    }

    private void Add((Instant At, NodeReport? Report, UnreachableEvidence? Evidence, Instant Since) one)
    {
        lock (_seen) _seen.Add(one);
    }
}
