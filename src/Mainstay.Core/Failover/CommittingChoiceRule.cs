namespace Mainstay.Core.Failover;

/// <summary>The choice is being committed. While the store fails, the chosen process may die: then it must not be promoted, and a new term begins.</summary>
internal sealed class CommittingChoiceRule(MachineState state, ChosenNode chosen) : IPhaseRule
{
    public void Advance()
    {
        if (state.Commit is { RetryAt: not null, Next.Choice: { } choice } && chosen.Lost(choice) is { } why)
        {
            state.EndCommit();
            chosen.BeginNewTerm(why);
            return;
        }

        state.RetryCommit();
    }
}
