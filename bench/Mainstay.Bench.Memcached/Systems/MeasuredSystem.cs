namespace Mainstay.Bench.Memcached.Systems;

/// <summary>Something that is measured.</summary>
/// <param name="Ports">Where clients connect; of <see cref="SystemKind.Direct"/>, those of all nodes.</param>
/// <param name="Processes">Whose CPU and memory are the system's; none for <see cref="SystemKind.Direct"/>.</param>
internal sealed record MeasuredSystem(SystemKind Kind, IReadOnlyList<int> Ports, IReadOnlyList<int> Processes)
{
    /// <summary>As it is called on the command line, in tables and in JSON.</summary>
    public string Name => NameOf(Kind);

    public static string NameOf(SystemKind kind) => kind.ToString().ToLowerInvariant();
}
