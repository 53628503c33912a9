using Mainstay.Core;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Control.Probing;

/// <summary>Who is told what probers see. Called on a prober's thread: be quick.</summary>
internal interface ISightings
{
    /// <summary>A node answered.</summary>
    void Reported(string node, NodeReport report);

    /// <summary>A node lives and gives no report, in its own words: a wrong password, a missing permission; repeated while it lasts.</summary>
    void Refused(string node, string why);

    /// <summary>A node does not answer, and why; repeated while it lasts.</summary>
    void Unreachable(string node, UnreachableEvidence evidence, Instant since);
}
