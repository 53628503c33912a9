using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>What is known of one node just now. Not durable: a new controller looks again.</summary>
internal sealed class NodeSighting(NodeSpec spec)
{
    private string? _goneRunId;
    private Instant _goneAt;

    public NodeSpec Spec { get; } = spec;

    public string Name => Spec.Name;

    /// <summary>Its last report; stays when it falls silent.</summary>
    public NodeReport? Report { get; private set; }

    public Instant ReportedAt { get; private set; }

    /// <summary>Since when its reports come without a pause.</summary>
    public Instant AnsweringSince { get; set; }

    /// <summary>For how long it had heard nothing of the published primary when it reported, while that one answered us. Not positive: it hears it.</summary>
    public TimeSpan Unheard { get; set; }

    /// <summary>Why it counts as unreachable; null while it answers or before it was first heard of.</summary>
    public UnreachableEvidence? Evidence { get; private set; }

    /// <summary>The last instant at which it was known to answer or to run.</summary>
    public Instant EvidenceSince { get; private set; }

    /// <summary>
    /// Its process is being filled from the primary: whatever offset it tells, it counts for nothing until the primary lists it online.
    /// </summary>
    public bool Unsettled { get; private set; }

    /// <summary>The primary's offset when this process was first seen following it; null before.</summary>
    public long? AdmissionOffset { get; set; }

    /// <summary>Its files are known to be gone: there is no copy to wait for.</summary>
    public bool DataLost { get; set; }

    /// <summary>Since when its link to the primary is down although it was told to follow; null while it is up.</summary>
    public Instant? UnlinkedSince { get; set; }

    public bool ProcessGone => Evidence == UnreachableEvidence.ProcessGone;

    public bool Silent => Evidence == UnreachableEvidence.Silent;

    public void Reported(NodeReport report, Instant now)
    {
        // A report that was on its way when the process ended is not a sign of life.
        if (ProcessGone && report.RunId == _goneRunId && now - _goneAt < TimeSpan.FromSeconds(1)) return;
        if (Report?.RunId != report.RunId)
        {
            Unsettled = false;
            AdmissionOffset = null;
            UnlinkedSince = null;
        }

        Report = report;
        ReportedAt = now;
        Unheard = TimeSpan.Zero;
        Evidence = null;
        DataLost = false;
        if (report.Synchronising || report.Loading) Unsettled = true;
    }

    public void Unreachable(UnreachableEvidence evidence, Instant since, Instant now)
    {
        if (evidence == UnreachableEvidence.ProcessGone && !ProcessGone)
        {
            _goneRunId = Report?.RunId;
            _goneAt = now;
        }

        // An ended process does not become a silent one; only a report brings the node back.
        if (ProcessGone) return;
        Evidence = evidence;
        EvidenceSince = since;
    }

    /// <summary>What the primary's list says of it: online settles it, anything else unsettles it.</summary>
    public void Listed(ReplicaLink? link)
    {
        if (link is { Online: true } && Report is { Synchronising: false, Loading: false }) Unsettled = false;
        else if (link is { Online: false }) Unsettled = true;
    }

    /// <summary>It was filled from outside, to its end: what it holds is what it is to hold.</summary>
    public void Filled() => Unsettled = false;

    /// <summary>Answered within <paramref name="span"/>, and nothing newer speaks against it.</summary>
    public bool Answers(Instant now, TimeSpan span) => Report is not null && Evidence is null && now - ReportedAt <= span;

    /// <summary>Answers as the process <paramref name="runId"/>.</summary>
    public bool AnswersAs(string runId, Instant now, TimeSpan span) => Answers(now, span) && Report!.RunId == runId;
}
