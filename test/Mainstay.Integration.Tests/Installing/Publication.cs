using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Installing;

/// <summary>What <c>scripts/publish.sh</c> makes, unpacked in a clean folder, and what a host without .NET has on its PATH.</summary>
public sealed class Publication : IAsyncLifetime
{
    private readonly TempFolder _folder = TempFolder.Create();

    /// <summary>A folder of the tests' own; the data goes there too.</summary>
    public TempFolder Folder => _folder;

    /// <summary>Where the archive was unpacked.</summary>
    public string Unpacked { get; private set; } = "";

    public string Program => Path.Combine(Unpacked, "mainstay");

    /// <summary>As on a host that never heard of .NET.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["PATH"] = _folder.Combine("bin"),
        ["HOME"] = _folder.Path,
        ["DOTNET_ROOT"] = null,
        ["DOTNET_ROOT_X64"] = null,
        ["ORDERS_PASSWORD"] = "s3cret-word",
    };

    public async ValueTask InitializeAsync()
    {
        var made = await OwnedProcess.RunAsync(Path.Combine(MainstayProgram.Root, "scripts", "publish.sh"), [_folder.Combine("made")], Deadline.InSeconds(300));
        Assert.True(made.Status == 0, $"{made}");
        var archive = made.Output.Trim().Split('\n')[^1];
        await TrueAsync("sha256sum", "--check", "--quiet", archive + ".sha256");
        var clean = Directory.CreateDirectory(_folder.Combine("clean")).FullName;
        await TrueAsync("tar", "-xzf", archive, "-C", clean);
        Unpacked = Directory.GetDirectories(clean).Single();

        Directory.CreateDirectory(_folder.Combine("bin"));
        var server = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "redis-server")).First(File.Exists);
        File.CreateSymbolicLink(_folder.Combine("bin", "redis-server"), server);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TrueAsync(string program, params string[] arguments)
    {
        var result = await OwnedProcess.RunAsync(program, arguments, Deadline.InSeconds(60), _folder.Combine("made"));
        Assert.True(result.Status == 0, $"{program}: {result}");
    }
}
