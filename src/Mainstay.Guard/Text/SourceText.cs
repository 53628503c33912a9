namespace Mainstay.Guard.Text;

/// <summary>A file's text and where its lines begin. Lines end with LF, CR LF or a lone CR.</summary>
public sealed class SourceText
{
    private readonly List<int> _lines = [0];

    /// <summary>Of <paramref name="path"/>, as people are to read it: relative, with forward slashes.</summary>
    public SourceText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        (Path, Text) = (path, text);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'))) _lines.Add(at + 1);
        }
    }

    /// <summary>Which file.</summary>
    public string Path { get; }

    /// <summary>What stands in it, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>How many lines it has; an empty text has one.</summary>
    public int Lines => _lines.Count;

    /// <summary>Where <paramref name="offset"/> is; the text's length is allowed.</summary>
    public Place PlaceOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);
        var found = _lines.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Place(line + 1, offset - _lines[line] + 1);
    }

    /// <summary>The offset of line <paramref name="line"/>, column <paramref name="column"/>, both from 1; what is outside is cut to what there is.</summary>
    public int OffsetOf(int line, int column)
    {
        if (line < 1) return 0;
        if (line > _lines.Count) return Text.Length;
        return Math.Clamp(_lines[line - 1] + column - 1, 0, Text.Length);
    }

    /// <summary>Line <paramref name="line"/>, from 1, without its end.</summary>
    public string LineAt(int line)
    {
        var start = _lines[line - 1];
        var end = line < _lines.Count ? _lines[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }
}
