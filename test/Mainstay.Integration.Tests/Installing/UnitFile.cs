namespace Mainstay.Integration.Tests.Installing;

/// <summary>A systemd unit as its lines say it.</summary>
internal sealed class UnitFile
{
    private readonly List<(string Name, string Value)> _lines;

    private UnitFile(List<(string Name, string Value)> lines) => _lines = lines;

    public static UnitFile Parse(string text) =>
        new([.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Contains('=') && line[0] is not ('#' or ';')).Select(line => (line[..line.IndexOf('=')], line[(line.IndexOf('=') + 1)..]))]);

    public bool Has(string name) => _lines.Any(line => line.Name == name);

    /// <summary>The value of a directive that stands there once.</summary>
    public string Single(string name) => _lines.Single(line => line.Name == name).Value;
}
