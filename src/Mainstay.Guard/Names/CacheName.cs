namespace Mainstay.Guard.Names;

/// <summary>A host name of which a provider's naming tells what it leads to.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Kind">What it leads to.</param>
/// <param name="Cache">The cache's own name: the replication group's or the cluster's id.</param>
/// <param name="IsEncrypted">Whether it is reached over TLS; null where the name does not tell.</param>
/// <param name="Primary">The name that leads to the same cache's primary, or to the cluster as a whole; null where it can't be told from this one.</param>
/// <param name="Reader">The name that leads to its replicas; null likewise.</param>
public sealed record CacheName(Provider Provider, NameKind Kind, string Cache, bool? IsEncrypted, string? Primary, string? Reader);
