namespace Mainstay.Core.Configuration;

/// <summary>What becomes of the keys of a memcached node that does not serve.</summary>
public enum DeadNodeRule
{
    /// <summary>They go to the next node that serves, for as long as theirs does not.</summary>
    Next,

    /// <summary>They are missing: reads miss, and writes are answered as if there was no such key.</summary>
    Miss,

    /// <summary>Commands for them are answered <c>SERVER_ERROR</c>.</summary>
    Error,
}
