using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Holding;

/// <summary>The books of what all endpoints of a group hold together.</summary>
internal sealed class HoldLedger(HoldSpec spec)
{
    private volatile HoldSpec _spec = spec;
    private readonly Lock _gate = new();
    private long _commands;
    private long _bytes;
    private long _beyond;

    /// <summary>The bounds.</summary>
    public HoldSpec Spec
    {
        get => _spec;
        set => _spec = value;
    }

    /// <summary>Commands held now.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Whether any command waits for a node.</summary>
    public bool IsEmpty => Commands == 0 && Interlocked.Read(ref _beyond) == 0;

    /// <summary>Whether nothing more fits.</summary>
    public bool IsFull => HoldRules.Admit(_spec, Commands, Interlocked.Read(ref _bytes), 1) != HoldRefusal.None;

    /// <summary>Enters a command, unless the bounds forbid it.</summary>
    public HoldRefusal TryEnter(long bytes)
    {
        lock (_gate)
        {
            var refusal = HoldRules.Admit(_spec, _commands, _bytes, bytes);
            if (refusal != HoldRefusal.None) return refusal;
            _commands++;
            _bytes += bytes;
            return HoldRefusal.None;
        }
    }

    /// <summary>
    /// A command waits although the bounds are reached: there is a primary, its session is only on the way to it, and what waits there is
    /// bounded by what a session may send ahead.
    /// </summary>
    public void EnterBeyond() => Interlocked.Increment(ref _beyond);

    /// <summary>Such a command waits no more.</summary>
    public void LeaveBeyond() => Interlocked.Decrement(ref _beyond);

    /// <summary>Strikes a command out: it was sent, answered or dropped.</summary>
    public void Leave(long bytes)
    {
        lock (_gate)
        {
            _commands--;
            _bytes -= bytes;
        }
    }
}
