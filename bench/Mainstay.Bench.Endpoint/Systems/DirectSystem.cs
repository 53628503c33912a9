namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>The data server itself, over TCP.</summary>
internal sealed class DirectSystem(DataServer server) : IEndpointSystem
{
    public SystemKind Kind => SystemKind.Direct;

    public int Port => server.Port;

    public DataServer Server => server;

    public IReadOnlyList<int> Processes => [];
}
