using System.Collections.Immutable;
using Mainstay.Guard.Parsing;

namespace Mainstay.Guard.Rules;

/// <summary>The files that are looked at together.</summary>
/// <param name="Files">Those that could be read and may say something about caches.</param>
/// <param name="Nodes">Addresses (<c>host:port</c>) that are known to be nodes' own, and the endpoint to use instead: from an inventory of ours (<c>mainstay.yaml</c>).</param>
public sealed record Application(ImmutableArray<ParsedFile> Files, ImmutableDictionary<string, string> Nodes);
