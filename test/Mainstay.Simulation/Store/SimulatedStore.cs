using Mainstay.Core.Failover;
using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Store;

/// <summary>Compare-and-swap by version, in one place, that may refuse, be down, or leave it open whether it wrote.</summary>
public sealed class SimulatedStore(EventQueue events, SeededRandom random)
{
    private readonly List<(CommitKind? Kind, StoreFault Fault)> _faults = [];

    /// <summary>How long a caller waits for an answer that does not come.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(400);

    /// <summary>What it holds.</summary>
    public DurableState State { get; private set; } = DurableState.Empty;

    /// <summary>Not reachable at all: reads and writes fail without effect.</summary>
    public bool IsDown { get; set; }

    /// <summary>No room: reads go on, writes are refused.</summary>
    public bool IsFull { get; set; }

    /// <summary>Probability that any commit meets a fault.</summary>
    public double Unreliability { get; set; }

    /// <summary>Raised when something was written: the state before, and after.</summary>
    public event Action<DurableState, DurableState>? Written;

    /// <summary>The next commit of <paramref name="kind"/> (null: of any) meets <paramref name="fault"/>.</summary>
    public void FailNext(CommitKind? kind, StoreFault fault) => _faults.Add((kind, fault));

    /// <summary>No fault is left.</summary>
    public void Recover()
    {
        _faults.Clear();
        (IsDown, IsFull, Unreliability) = (false, false, 0);
    }

    /// <summary>What is there before the world begins.</summary>
    public void Load(DurableState state) => State = state;

    /// <summary>Reads; null when it cannot.</summary>
    public void Read(Action<DurableState?> answer) => events.After(random.Milliseconds(0.1, 0.4), () => answer(IsDown ? null : State));

    /// <summary>Replaces the state if its version is still <paramref name="expected"/>.</summary>
    public void CompareAndSwap(CommitKind kind, long expected, DurableState next, Action<ActionResult> answer)
    {
        events.After(random.Milliseconds(0.5, 1.5), () =>
        {
            var fault = TakeFault(kind);
            if (fault == StoreFault.Refuse || IsFull) AnswerIn(1, answer, new ActionResult.Failed("no space left on device"));
            else if (fault == StoreFault.TimeOutBefore || IsDown) AnswerIn(Patience.TotalMilliseconds, answer, new ActionResult.Unknown("the store did not answer"));
            else Swap(expected, next, answer, silent: fault == StoreFault.TimeOutAfter);
        });
    }

    private void Swap(long expected, DurableState next, Action<ActionResult> answer, bool silent)
    {
        var before = State;
        var written = before.Version == expected;
        if (written)
        {
            State = next;
            Written?.Invoke(before, next);
        }

        if (silent) AnswerIn(Patience.TotalMilliseconds, answer, new ActionResult.Unknown("the store did not answer"));
        else AnswerIn(random.Milliseconds(0.5, 1.5).TotalMilliseconds, answer, written ? new ActionResult.Committed(State) : new ActionResult.Conflict(State));
    }

    private StoreFault? TakeFault(CommitKind kind)
    {
        var index = _faults.FindIndex(fault => fault.Kind is null || fault.Kind == kind);
        if (index >= 0)
        {
            var fault = _faults[index].Fault;
            _faults.RemoveAt(index);
            return fault;
        }

        return random.Chance(Unreliability) ? (StoreFault)random.Below(3) : null;
    }

    private void AnswerIn(double milliseconds, Action<ActionResult> answer, ActionResult result) =>
        events.After(TimeSpan.FromMilliseconds(milliseconds), () => answer(result));
}
