using Mainstay.Guard.Text;

namespace Mainstay.Guard.Parsing;

/// <summary>Reads files of one syntax.</summary>
internal interface IFileParser
{
    /// <summary>Whether a file of this name is one of its kind. <paramref name="path"/>: with forward slashes.</summary>
    bool Reads(string path);

    /// <summary>What it sets. Never throws for what a file may hold; takes time and memory in proportion to its length.</summary>
    ParsedFile Parse(SourceText source);
}
