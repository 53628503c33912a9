namespace Mainstay.Guard.Rules;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Makes an outage longer or more likely.</summary>
    Warning,

    /// <summary>Breaks at the next failover.</summary>
    Error,
}
