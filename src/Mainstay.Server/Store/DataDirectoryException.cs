namespace Mainstay.Server.Store;

/// <summary>
/// A data directory cannot be used: it cannot be made or written, it belongs to something else, to a newer version, or to a daemon
/// that runs. The message says which and what to do next; it is meant to be printed as it is.
/// </summary>
/// <param name="message">For people.</param>
/// <param name="inner">The cause.</param>
public sealed class DataDirectoryException(string message, Exception? inner = null) : Exception(message, inner);
