namespace Mainstay.Core.Failover;

/// <summary>A term or publication is being committed: try again what failed. Its result moves the machine on (<see cref="CommitResults"/>).</summary>
internal sealed class CommittingRule(MachineState state) : IPhaseRule
{
    public void Advance() => state.RetryCommit();
}
