namespace Mainstay.TestKit.Crowding;

/// <summary>Many clients of one endpoint that do not behave.</summary>
public interface ICrowd : IDisposable
{
    /// <summary>What they do, in a few words.</summary>
    string Name { get; }

    /// <summary>Makes what they need, before anything is measured.</summary>
    Task PrepareAsync(int port);

    /// <summary>Comes, and goes on until it is told to stop.</summary>
    /// <exception cref="InvalidOperationException">They were not served as far as they are to be.</exception>
    Task PressAsync(int port, CancellationToken stop);
}
