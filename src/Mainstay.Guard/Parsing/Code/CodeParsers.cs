namespace Mainstay.Guard.Parsing.Code;

/// <summary>Parsers of source code and of languages that configuration is written in, in the order in which they are asked.</summary>
internal static class CodeParsers
{
    public static IFileParser[] All { get; } = [];
}
