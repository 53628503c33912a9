namespace Mainstay.Server.Clusters;

/// <summary>A question to a memcached was not answered. The message is for people.</summary>
/// <param name="message">What happened.</param>
/// <param name="refused">Whether nobody listens there.</param>
internal sealed class MemcachedException(string message, bool refused = false) : Exception(message)
{
    /// <summary>Whether nobody listens there.</summary>
    public bool Refused { get; } = refused;
}
