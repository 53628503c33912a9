using Mainstay.Core.Configuration;

namespace Mainstay.Core.Serving;

/// <summary>What may be held.</summary>
public static class HoldRules
{
    /// <summary>Whether one command of <paramref name="bytes"/> may join those that are held.</summary>
    public static HoldRefusal Admit(HoldSpec spec, long heldCommands, long heldBytes, long bytes)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (heldCommands >= spec.Commands) return HoldRefusal.Commands;
        return heldBytes + bytes > spec.Bytes ? HoldRefusal.Bytes : HoldRefusal.None;
    }

    /// <summary>Whether a command held since <paramref name="since"/> must be answered now.</summary>
    public static bool Expired(HoldSpec spec, Instant since, Instant now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return now - since >= spec.Time;
    }
}
