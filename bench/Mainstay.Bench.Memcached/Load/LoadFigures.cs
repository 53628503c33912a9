namespace Mainstay.Bench.Memcached.Load;

/// <summary>What the load generator saw.</summary>
internal sealed record LoadFigures(long Commands, double CommandsPerSecond, double P50Ms, double P99Ms);
