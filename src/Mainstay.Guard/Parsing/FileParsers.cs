using Mainstay.Guard.Parsing.Code;
using Mainstay.Guard.Parsing.Data;
using Mainstay.Guard.Text;

namespace Mainstay.Guard.Parsing;

/// <summary>Which parser reads which file.</summary>
public static class FileParsers
{
    private static readonly IFileParser[] _all = [.. DataParsers.All, .. CodeParsers.All];

    /// <summary>What <paramref name="source"/> sets; null when no parser knows files of its name.</summary>
    public static ParsedFile? Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Array.Find(_all, parser => parser.Reads(source.Path))?.Parse(source);
    }

    /// <summary>Whether some parser reads files named <paramref name="path"/>.</summary>
    public static bool Reads(string path) => Array.Exists(_all, parser => parser.Reads(path));
}
