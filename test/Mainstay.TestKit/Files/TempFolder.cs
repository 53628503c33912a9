namespace Mainstay.TestKit.Files;

/// <summary>A folder of a test's own, removed with all that is in it.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly string _root;

    private TempFolder(string root, string path) => (_root, Path) = (root, path);

    public string Path { get; }

    public static TempFolder Create()
    {
        var root = Directory.CreateTempSubdirectory("mainstay-test-").FullName;
        return new TempFolder(root, root);
    }

    /// <summary>A folder whose path has at least <paramref name="length"/> characters: longer than a unix socket's address may be, say.</summary>
    public static TempFolder CreateLong(int length)
    {
        var root = Directory.CreateTempSubdirectory("mainstay-test-").FullName;
        var path = root;
        while (path.Length < length) path = System.IO.Path.Combine(path, new string('d', Math.Clamp(length - path.Length - 1, 1, 60)));
        Directory.CreateDirectory(path);
        return new TempFolder(root, path);
    }

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
