namespace Mainstay.Guard.Parsing;

/// <summary>Why a file, or the rest of it, could not be read as what it is.</summary>
/// <param name="Offset">Where.</param>
/// <param name="Message">What is wrong there, for the person who wrote it; without values.</param>
public sealed record ParseFault(int Offset, string Message);
