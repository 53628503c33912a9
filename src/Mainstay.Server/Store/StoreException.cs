namespace Mainstay.Server.Store;

/// <summary>The store could not be read or written. The message says what happened and what to do next.</summary>
/// <param name="message">For people.</param>
/// <param name="mayHaveBeenWritten">The write was begun and its end is unknown.</param>
/// <param name="inner">The cause.</param>
public sealed class StoreException(string message, bool mayHaveBeenWritten, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the state may have been written all the same.</summary>
    public bool MayHaveBeenWritten { get; } = mayHaveBeenWritten;
}
