namespace Mainstay.TestKit.Running;

/// <summary>An endpoint in <see cref="StatusView"/>.</summary>
public sealed record EndpointView(string Kind, string Address, IReadOnlyList<string> Targets, string State);
