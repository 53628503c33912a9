namespace Mainstay.Core.Configuration;

/// <summary>One directive of redis.conf, as configured for the managed nodes of a group.</summary>
/// <param name="Directive">Its name, lower case: <c>maxmemory-policy</c>.</param>
/// <param name="Value">Its arguments as written in redis.conf; none of them is a secret that may not stand in the node's own 0600 file.</param>
public sealed record ServerSetting(string Directive, string Value);
