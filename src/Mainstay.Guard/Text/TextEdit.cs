namespace Mainstay.Guard.Text;

/// <summary>A change of a text: what stands at <paramref name="Span"/> becomes <paramref name="Replacement"/>.</summary>
/// <param name="Span">What is replaced.</param>
/// <param name="Replacement">What stands there then.</param>
public readonly record struct TextEdit(TextSpan Span, string Replacement);
