using System.Globalization;

namespace Mainstay.TestKit.Measuring;

/// <summary>A promise, and what became of it.</summary>
/// <param name="Promise">What the figure is.</param>
/// <param name="Value">As measured; null when something that it needs was not.</param>
/// <param name="Bound">What was promised.</param>
/// <param name="AtLeast">Whether <paramref name="Bound"/> is the least; else it is the most.</param>
public sealed record Verdict(string Promise, double? Value, double Bound, bool AtLeast)
{
    /// <summary>Null when it was not measured.</summary>
    public bool? Kept => Value is { } value ? (AtLeast ? value >= Bound : value <= Bound) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Kept switch { true => "kept        ", false => "NOT KEPT    ", null => "not measured" })}  {(Value is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-"),8}  promised {(AtLeast ? "≥" : "≤")} {Bound:0.##}: {Promise}");
}
