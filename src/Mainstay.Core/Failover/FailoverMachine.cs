using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>Decides for one group: inputs in, actions out. Pure: no IO, clock or ambient randomness.</summary>
public sealed class FailoverMachine(GroupSpec spec, DurableState restored, ulong seed)
{
    /// <summary>Takes one input and appends what is to be done to <paramref name="output"/>, in the order in which it is to be begun.</summary>
    public void Step(FailoverInput input, Instant now, List<FailoverAction> output)
    {
        _ = (spec, restored, seed, input, now, output);
    }
}
