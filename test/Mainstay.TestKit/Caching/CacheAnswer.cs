namespace Mainstay.TestKit.Caching;

/// <summary>An answer of a cache.</summary>
/// <param name="Outcome">How the request ended.</param>
/// <param name="Text">The value of a hit; the words of an error; empty otherwise.</param>
public readonly record struct CacheAnswer(CacheOutcome Outcome, string Text);
