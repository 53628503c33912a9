using System.Globalization;

namespace Mainstay.Server.Settings;

/// <summary>Durations as people write them: <c>500ms</c>, <c>5s</c>, <c>1.5m</c>, <c>2h</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] _units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>The duration, or null for what is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (unit, milliseconds) in _units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * milliseconds < 1e12)
                return TimeSpan.FromMilliseconds(number * milliseconds);
        }

        return null;
    }
}
