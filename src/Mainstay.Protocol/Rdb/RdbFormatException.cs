namespace Mainstay.Protocol.Rdb;

/// <summary>Bytes that are no RDB file, or not one that can be read. The message is for people.</summary>
/// <param name="message">What is wrong with them.</param>
public sealed class RdbFormatException(string message) : Exception(message);
