namespace Mainstay.Cli.Api;

/// <summary>The daemon does not answer, or answers what cannot be understood. The message says which and what to do next.</summary>
/// <param name="message">For people.</param>
/// <param name="inner">The cause.</param>
internal sealed class ApiException(string message, Exception? inner = null) : Exception(message, inner);
