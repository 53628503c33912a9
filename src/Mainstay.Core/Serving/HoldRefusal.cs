namespace Mainstay.Core.Serving;

/// <summary>Why a command is not (or no longer) held.</summary>
public enum HoldRefusal
{
    /// <summary>It is held.</summary>
    None,

    /// <summary>As many commands are held as allowed.</summary>
    Commands,

    /// <summary>As many bytes are held as allowed.</summary>
    Bytes,

    /// <summary>It was held as long as allowed.</summary>
    Time,
}
