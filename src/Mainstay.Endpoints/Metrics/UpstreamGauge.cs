namespace Mainstay.Endpoints.Metrics;

/// <summary>Connections to nodes that are open now, on one loop: written there, read from anywhere.</summary>
internal sealed class UpstreamGauge
{
    private int _open;

    /// <summary>How many there are.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>One was made.</summary>
    public void Opened() => _open++;

    /// <summary>One is gone.</summary>
    public void Closed() => _open--;
}
