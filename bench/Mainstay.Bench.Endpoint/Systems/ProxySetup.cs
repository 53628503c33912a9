namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>How a peer is started.</summary>
/// <param name="Program">Found on PATH.</param>
/// <param name="Arguments">Of the program.</param>
/// <param name="File">The configuration file's name in the proxy's folder.</param>
/// <param name="Text">What is in it.</param>
internal sealed record ProxySetup(string Program, IReadOnlyList<string> Arguments, string File, string Text);
