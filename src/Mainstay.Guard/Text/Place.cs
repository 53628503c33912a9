namespace Mainstay.Guard.Text;

/// <summary>A place in a text as editors count: both from 1, columns in UTF-16 code units.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
public readonly record struct Place(int Line, int Column);
