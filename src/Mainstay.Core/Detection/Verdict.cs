using Mainstay.Core.Failover;

namespace Mainstay.Core.Detection;

/// <summary>What is to be thought of a node just now, and what is to be tried.</summary>
/// <param name="Evidence">Why it counts as unreachable; null while it does not.</param>
/// <param name="Since">The last instant at which it was known to answer or to run.</param>
/// <param name="OpenFresh">A fresh connection is to be opened now.</param>
public readonly record struct Verdict(UnreachableEvidence? Evidence, Instant Since, bool OpenFresh);
