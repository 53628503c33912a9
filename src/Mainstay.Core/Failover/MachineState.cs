using System.Globalization;
using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>What the parts of a <see cref="FailoverMachine"/> share: what is committed, what is seen, where it stands, and how to ask for something.</summary>
internal sealed class MachineState(GroupSpec spec, DurableState durable, ulong seed)
{
    private const int MostReasons = 64;

    private long _sequence;
    private readonly Dictionary<string, Instant> _said = [];

    /// <summary>The group, with its members as committed.</summary>
    public GroupSpec Spec { get; set; } = spec;

    public DurableState Durable { get; set; } = durable;

    public GroupSightings Nodes { get; } = new(spec);

    /// <summary>The node that is being taken out; null for none.</summary>
    public string? Leaving { get; set; }

    public ControlPhase Phase { get; private set; } = ControlPhase.Standby;

    /// <summary>When the present phase began.</summary>
    public Instant PhaseBegan { get; private set; }

    public PrimaryChange? Change { get; set; }

    public PendingCommit? Commit { get; private set; }

    public Instant Now { get; set; }

    public List<FailoverAction> Output { get; set; } = [];

    public ActionId NextId() => new(Durable.Term, ++_sequence);

    /// <summary>A number from 0 up to 1, the same for the same seed and the same number of actions so far.</summary>
    public double Draw()
    {
        var mixed = (seed ^ (ulong)_sequence) * 0x9E3779B97F4A7C15UL;
        return (mixed >> 40) / (double)(1 << 24);
    }

    public void Emit(FailoverAction action) => Output.Add(action);

    /// <summary>Says why. A reason that stands on, or comes again and again, is said every ten seconds.</summary>
    public void Explain(string reason)
    {
        if (_said.TryGetValue(reason, out var last) && Now - last < FailoverTimings.RepeatReason) return;
        if (_said.Count >= MostReasons) _said.Clear();
        _said[reason] = Now;
        Emit(new FailoverAction.Explain(reason));
    }

    /// <exception cref="InvalidOperationException">The table has no such step: a defect of the machine.</exception>
    public void Go(TransitionEdge edge, ControlPhase to)
    {
        if (!TransitionTable.Allows(Phase, edge, to)) throw new InvalidOperationException($"no transition {Phase} --{edge}--> {to}");
        Phase = to;
        PhaseBegan = Now;
    }

    /// <summary>Begins a commit of <paramref name="next"/>, which gets its version and nonce here.</summary>
    public void BeginCommit(CommitKind kind, DurableState next)
    {
        if (Commit is not null) throw new InvalidOperationException($"a commit ({Commit.Kind}) is under way");
        var id = NextId();
        var nonce = string.Create(CultureInfo.InvariantCulture, $"{seed:x16}-{id.Sequence}");
        var nodes = next.Nodes.IsEmpty ? [.. Spec.Nodes] : next.Nodes;
        Commit = new(id, kind, next with { Version = Durable.Version + 1, Nonce = nonce, Nodes = nodes });
        EmitCommit();
    }

    /// <summary>Tries a failed commit again: the same content, so that it cannot count twice.</summary>
    public void RetryCommit()
    {
        if (Commit is not { RetryAt: { } at } || Now < at) return;
        Commit.RetryAt = null;
        Commit.Id = NextId();
        EmitCommit();
    }

    public void EndCommit() => Commit = null;

    private void EmitCommit()
    {
        var (id, next, expected) = (Commit!.Id, Commit.Next, Commit.Next.Version - 1);
        Emit(Commit.Kind switch
        {
            CommitKind.Term => new FailoverAction.CommitTerm(id, expected, next),
            CommitKind.Choice => new FailoverAction.CommitChoice(id, expected, next),
            CommitKind.Publication => new FailoverAction.CommitPublication(id, expected, next),
            _ => new FailoverAction.CommitRevision(id, expected, next),
        });
    }
}
