using System.Collections.Immutable;
using Mainstay.Guard.Text;

namespace Mainstay.Guard.Parsing;

/// <summary>What a file sets.</summary>
/// <param name="Source">The file.</param>
/// <param name="Syntax">How it was read, a lower-case word: <c>yaml</c>, <c>json</c>, <c>env</c>, <c>properties</c>, <c>ini</c>, <c>toml</c>, <c>xml</c>, <c>hcl</c>, <c>ruby</c>, <c>python</c>, …</param>
/// <param name="Settings">In the order in which they stand there.</param>
/// <param name="Fault">Why the rest of it was not read; null when all was.</param>
public sealed record ParsedFile(SourceText Source, string Syntax, ImmutableArray<Setting> Settings, ParseFault? Fault = null);
