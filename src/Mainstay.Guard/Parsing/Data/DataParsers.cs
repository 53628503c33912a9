namespace Mainstay.Guard.Parsing.Data;

/// <summary>Parsers of data formats, in the order in which they are asked.</summary>
internal static class DataParsers
{
    public static IFileParser[] All { get; } = [];
}
