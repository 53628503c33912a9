using System.Globalization;

namespace Mainstay.TestKit.Benching;

/// <summary>Reads what stands on a bench's command line.</summary>
public static class OptionText
{
    /// <summary>Options that all have a value, in pairs.</summary>
    /// <exception cref="FormatException">The last one has none.</exception>
    public static IEnumerable<(string Name, string Value)> Pairs(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i += 2)
            yield return (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value"));
    }

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="FormatException">It is none, or lies outside.</exception>
    public static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is a number from {least} to {most}, not \"{value}\"");
}
