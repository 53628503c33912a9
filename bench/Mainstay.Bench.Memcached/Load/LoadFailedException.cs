namespace Mainstay.Bench.Memcached.Load;

/// <summary>A load did not come to its end.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
