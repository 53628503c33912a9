namespace Mainstay.Core.Failover;

/// <summary>What the machine does in one phase. Looks at what is known, not at what just came, so that late, doubled and lost inputs do no harm.</summary>
internal interface IPhaseRule
{
    /// <summary>Asks for what is due, and goes to another phase when that is due. Called after every input until the phase stands.</summary>
    void Advance();
}
