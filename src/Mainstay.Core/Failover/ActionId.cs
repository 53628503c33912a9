namespace Mainstay.Core.Failover;

/// <summary>
/// Names one action of one machine, so that results that come late or twice are recognised.
/// </summary>
/// <param name="Term">The term in which it was asked for. Results of an older term are ignored.</param>
/// <param name="Sequence">Grows by one at every action of a machine.</param>
public readonly record struct ActionId(ulong Term, long Sequence)
{
    /// <inheritdoc/>
    public override string ToString() => $"t{Term}#{Sequence}";
}
