namespace Mainstay.Core.Tests.Tidy;

/// <summary>One breach of the house's rules.</summary>
/// <param name="Path">The file, from the root of the repository.</param>
/// <param name="Line">Counted from 1; 0 when it is about the whole file.</param>
/// <param name="What">What is wrong and what to do.</param>
internal sealed record Finding(string Path, int Line, string What)
{
    public override string ToString() => Line == 0 ? $"{Path}: {What}" : $"{Path}:{Line}: {What}";
}
