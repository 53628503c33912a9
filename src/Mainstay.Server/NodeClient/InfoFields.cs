using System.Globalization;

namespace Mainstay.Server.NodeClient;

/// <summary>The <c>name:value</c> lines of an INFO text; section titles and blank lines left out.</summary>
internal sealed class InfoFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="text"/>. A later line of the same name counts.</summary>
    public InfoFields(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#') _fields[line[..colon].ToString()] = line[(colon + 1)..].ToString();
        }
    }

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>The value of <paramref name="name"/>, or null.</summary>
    public string? Text(string name) => _fields.GetValueOrDefault(name);

    /// <summary>The value of <paramref name="name"/> as a number, or null.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Whether the value of <paramref name="name"/> is <c>1</c>.</summary>
    public bool Flag(string name) => Text(name) == "1";
}
