namespace Mainstay.TestKit.Writing;

/// <summary>What a writer knows of one write.</summary>
public enum WriteOutcome
{
    /// <summary>It was answered: it must be there, once.</summary>
    Acknowledged,

    /// <summary>An error said that it did not run: it must not be there.</summary>
    Refused,

    /// <summary>It may be there once, or not.</summary>
    Unknown,
}
