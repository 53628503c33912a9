namespace Mainstay.Core.Configuration;

/// <summary>Which nodes of a memcached cluster Auto Discovery lists.</summary>
public enum DiscoveryRule
{
    /// <summary>All of them: clients have rules of their own for a node that is down.</summary>
    All,

    /// <summary>Those that serve. All when none does: an empty list makes clients fail for good.</summary>
    HealthyOnly,
}
