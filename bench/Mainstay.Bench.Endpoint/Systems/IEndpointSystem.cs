namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>Something that is measured.</summary>
internal interface IEndpointSystem
{
    SystemKind Kind { get; }

    /// <summary>Where clients connect, on loopback.</summary>
    int Port { get; }

    /// <summary>What is behind it.</summary>
    DataServer Server { get; }

    /// <summary>The processes whose CPU and memory are the system's; none for <see cref="SystemKind.Direct"/>.</summary>
    IReadOnlyList<int> Processes { get; }
}
