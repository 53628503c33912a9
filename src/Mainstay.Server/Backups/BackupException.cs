namespace Mainstay.Server.Backups;

/// <summary>A backup could not be taken or used. The message says what happened and what to do next.</summary>
/// <param name="message">For people.</param>
/// <param name="inner">The cause.</param>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
