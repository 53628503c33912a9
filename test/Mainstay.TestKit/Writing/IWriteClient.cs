namespace Mainstay.TestKit.Writing;

/// <summary>What a writer of a fleet writes with. It repeats nothing by itself, and turns every failure into an answer.</summary>
public interface IWriteClient : IDisposable
{
    /// <param name="kind">Which command.</param>
    /// <param name="key">Of that command.</param>
    /// <param name="value">Of that command; <c>INCR</c> has none.</param>
    Task<WriteAnswer> WriteAsync(WriteKind kind, string key, string value);
}
