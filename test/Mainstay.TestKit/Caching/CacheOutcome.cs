namespace Mainstay.TestKit.Caching;

/// <summary>How a request to a cache ended.</summary>
public enum CacheOutcome
{
    /// <summary>A write was acknowledged.</summary>
    Stored,

    /// <summary>A read found a value.</summary>
    Hit,

    /// <summary>A read found nothing.</summary>
    Miss,

    /// <summary>An error was answered.</summary>
    Refused,

    /// <summary>The connection ended, or nothing was answered in time.</summary>
    Closed,
}
