namespace Mainstay.Server.Nodes;

/// <summary>A data server's program is not installed, or too old. The message says what to install; it is meant to be printed as it is.</summary>
/// <param name="message">For people.</param>
public sealed class EngineMissingException(string message) : Exception(message);
