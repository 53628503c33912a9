namespace Mainstay.Guard.Text;

/// <summary>A part of a text, in UTF-16 code units from its beginning.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Just behind it.</summary>
    public int End => Start + Length;
}
