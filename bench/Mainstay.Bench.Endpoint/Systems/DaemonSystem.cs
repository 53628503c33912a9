namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>An endpoint of a daemon.</summary>
internal sealed class DaemonSystem(SystemKind kind, Daemon daemon) : IEndpointSystem
{
    public SystemKind Kind => kind;

    public int Port => kind.IsTls() ? daemon.TlsPort : daemon.Port;

    public DataServer Server => daemon.Server;

    /// <summary>Without the data server, which is a process of its own.</summary>
    public IReadOnlyList<int> Processes => [daemon.ProcessId];
}
